// SPDX-License-Identifier: GPL-2.0
/*
 * A message slot with the optional steps: calls that wait, poll(), queues, and
 * a message that is mapped.
 *
 *	open file --> id of a channel
 *	slot: xarray of channels by id --> channel: list of messages, oldest first
 *
 * slot->lock guards the channels of the slot and their messages. It is a mutex,
 * so user memory may be touched while it is held. Calls that have to wait sleep
 * in slot->waiters: one queue for all channels of a slot. So a channel that
 * was never written takes no memory, though a call may wait for it. Whatever
 * changes a channel wakes all that wait, and each looks again.
 *
 * A channel lasts until the module is unloaded. So its count may be read without
 * the lock, to tell whether it is worth taking.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/wait.h>
#include <linux/xarray.h>

#include "message_slot.h"

#define SLOTS 256
#define MOST_IN_QUEUE 64

static bool wait;
module_param(wait, bool, 0444);
MODULE_PARM_DESC(wait, "Whether a read of an empty channel waits (default 0)");

static unsigned int queue;
module_param(queue, uint, 0444);
MODULE_PARM_DESC(queue,
		 "Messages in a channel, up to 64 (default 0: the last)");

struct message {
	struct list_head list;
	u32 length;
	char text[];
};

/* What a program sees that has mapped a channel (R-V1). */
struct view {
	u32 length;
	char text[MESSAGE_SLOT_MAX];
};

/**
 * struct channel - One channel of a slot.
 * @messages: Its messages, the oldest first; one at most without queues.
 * @count: How many there are. Changed under the slot's lock only.
 * @page: The message that was written last, as a struct view; NULL until the
 *	channel is mapped for the first time.
 */
struct channel {
	struct list_head messages;
	unsigned int count;
	struct page *page;
};

struct slot {
	struct mutex lock; /* guards the channels */
	wait_queue_head_t waiters;
	struct xarray channels;
};

static struct slot slots[SLOTS];

static struct slot *file_slot(const struct file *file)
{
	return &slots[iminor(file_inode(file))];
}

/* The file's channel, 0 if it has none. */
static u32 file_id(const struct file *file)
{
	return (uintptr_t)READ_ONCE(file->private_data);
}

static unsigned int channel_count(struct slot *slot, u32 id)
{
	const struct channel *channel = xa_load(&slot->channels, id);

	return channel ? READ_ONCE(channel->count) : 0;
}

static bool has_message(struct slot *slot, u32 id)
{
	return channel_count(slot, id) > 0;
}

static bool has_room(struct slot *slot, u32 id)
{
	return !queue || channel_count(slot, id) < queue;
}

/**
 * slot_lock_when() - Lock a slot as soon as something is so of a channel.
 * @file: An open file of the slot.
 * @id: The channel's id.
 * @ready: What has to be so.
 * @waits: Whether to wait for it, unless the file is opened O_NONBLOCK.
 *
 * Return: 0, and the slot is locked; or -EWOULDBLOCK, or -ERESTARTSYS if a
 * signal came first, and it is not.
 */
static int slot_lock_when(const struct file *file, u32 id,
			  bool (*ready)(struct slot *slot, u32 id), bool waits)
{
	struct slot *slot = file_slot(file);
	int error;

	for (;;) {
		mutex_lock(&slot->lock);
		if (ready(slot, id))
			return 0;
		mutex_unlock(&slot->lock);
		if (!waits || (file->f_flags & O_NONBLOCK))
			return -EWOULDBLOCK;
		error = wait_event_interruptible(slot->waiters,
						 ready(slot, id));
		if (error)
			return error;
	}
}

/* Unlocks a slot; wakes those that wait if one of its channels has changed. */
static void slot_unlock(struct slot *slot, bool changed)
{
	mutex_unlock(&slot->lock);
	if (changed)
		wake_up_interruptible(&slot->waiters);
}

/* Finds a channel, or makes it; the slot is locked. */
static struct channel *slot_channel(struct slot *slot, u32 id)
{
	struct channel *channel = xa_load(&slot->channels, id);
	int error;

	if (channel)
		return channel;
	channel = kzalloc(sizeof(*channel), GFP_KERNEL_ACCOUNT);
	if (!channel)
		return ERR_PTR(-ENOMEM);
	INIT_LIST_HEAD(&channel->messages);
	error = xa_err(
		xa_store(&slot->channels, id, channel, GFP_KERNEL_ACCOUNT));
	if (error) {
		kfree(channel);
		return ERR_PTR(error);
	}
	return channel;
}

static struct message *channel_oldest(const struct channel *channel)
{
	return list_first_entry(&channel->messages, struct message, list);
}

static void channel_remove_oldest(struct channel *channel)
{
	struct message *message = channel_oldest(channel);

	list_del(&message->list);
	WRITE_ONCE(channel->count, channel->count - 1);
	kfree(message);
}

/* Shows a message to those that have the channel mapped. */
static void channel_show(const struct channel *channel,
			 const struct message *message)
{
	struct view *view = page_address(channel->page);

	view->length = message->length;
	memcpy(view->text, message->text, message->length);
	memset(view->text + message->length, 0,
	       sizeof(view->text) - message->length);
	flush_dcache_page(channel->page);
}

/* There is room for it; the channel takes it over. */
static void channel_add(struct channel *channel, struct message *message)
{
	if (!queue && channel->count)
		channel_remove_oldest(channel);
	list_add_tail(&message->list, &channel->messages);
	WRITE_ONCE(channel->count, channel->count + 1);
	if (channel->page)
		channel_show(channel, message);
}

static struct message *message_from(const char __user *text, size_t length)
{
	struct message *message =
		kmalloc(struct_size(message, text, length), GFP_KERNEL_ACCOUNT);

	if (!message)
		return ERR_PTR(-ENOMEM);
	message->length = length;
	if (copy_from_user(message->text, text, length)) {
		kfree(message);
		return ERR_PTR(-EFAULT);
	}
	return message;
}

static int slot_add(const struct file *file, u32 id, struct message *message)
{
	struct slot *slot = file_slot(file);
	struct channel *channel;
	int error;

	error = slot_lock_when(file, id, has_room, true);
	if (error)
		return error;
	channel = slot_channel(slot, id);
	if (IS_ERR(channel)) {
		mutex_unlock(&slot->lock);
		return PTR_ERR(channel);
	}
	channel_add(channel, message);
	slot_unlock(slot, true);
	return 0;
}

static ssize_t slot_write(struct file *file, const char __user *buffer,
			  size_t length, loff_t *offset)
{
	struct message *message;
	u32 id = file_id(file);
	int error;

	if (!id)
		return -EINVAL;
	if (length == 0 || length > MESSAGE_SLOT_MAX)
		return -EMSGSIZE;
	message = message_from(buffer, length);
	if (IS_ERR(message))
		return PTR_ERR(message);
	error = slot_add(file, id, message);
	if (error) {
		kfree(message);
		return error;
	}
	return length;
}

/* A message that cannot be delivered stays the oldest one (R-Q2). */
static ssize_t channel_deliver(struct channel *channel, char __user *buffer,
			       size_t size)
{
	const struct message *message = channel_oldest(channel);
	u32 length = message->length;

	if (length > size)
		return -ENOSPC;
	if (copy_to_user(buffer, message->text, length))
		return -EFAULT;
	if (queue)
		channel_remove_oldest(channel);
	return length;
}

static ssize_t slot_read(struct file *file, char __user *buffer, size_t size,
			 loff_t *offset)
{
	struct slot *slot = file_slot(file);
	u32 id = file_id(file);
	ssize_t length;
	int error;

	if (!id)
		return -EINVAL;
	error = slot_lock_when(file, id, has_message, wait || queue);
	if (error)
		return error;
	length = channel_deliver(xa_load(&slot->channels, id), buffer, size);
	slot_unlock(slot, queue && length > 0);
	return length;
}

static __poll_t slot_poll(struct file *file, poll_table *table)
{
	struct slot *slot = file_slot(file);
	u32 id = file_id(file);
	__poll_t events = 0;

	poll_wait(file, &slot->waiters, table);
	if (!id)
		return EPOLLERR;
	if (has_message(slot, id))
		events |= EPOLLIN | EPOLLRDNORM;
	if (has_room(slot, id))
		events |= EPOLLOUT | EPOLLWRNORM;
	return events;
}

/* Nor may mprotect() make it writable later. */
static void area_never_writable(struct vm_area_struct *area)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	vm_flags_clear(area, VM_MAYWRITE);
#else
	area->vm_flags &= ~VM_MAYWRITE;
#endif
}

/*
 * The mapping takes a reference of its own to the page, and one to the file. So
 * the module, and with it the channel, is there as long as the mapping is.
 */
static int channel_map(struct channel *channel, struct vm_area_struct *area)
{
	if (!channel->page) {
		channel->page = alloc_page(GFP_KERNEL_ACCOUNT | __GFP_ZERO);
		if (!channel->page)
			return -ENOMEM;
		channel_show(channel, list_last_entry(&channel->messages,
						      struct message, list));
	}
	area_never_writable(area);
	return vm_insert_page(area, area->vm_start, channel->page);
}

static int slot_mmap(struct file *file, struct vm_area_struct *area)
{
	struct slot *slot = file_slot(file);
	u32 id = file_id(file);
	int error;

	if (!id || vma_pages(area) != 1 || area->vm_pgoff)
		return -EINVAL;
	if (area->vm_flags & VM_WRITE)
		return -EACCES;
	error = slot_lock_when(file, id, has_message, false);
	if (error)
		return error;
	error = channel_map(xa_load(&slot->channels, id), area);
	mutex_unlock(&slot->lock);
	return error;
}

static long slot_ioctl(struct file *file, unsigned int command,
		       unsigned long argument)
{
	u32 id = argument;

	if (command != MSG_SLOT_CHANNEL || !id)
		return -EINVAL;
	WRITE_ONCE(file->private_data, (void *)(uintptr_t)id);
	return 0;
}

static int slot_open(struct inode *inode, struct file *file)
{
	file->private_data = NULL;
	return stream_open(inode, file);
}

static const struct file_operations slot_operations = {
	.owner = THIS_MODULE,
	.open = slot_open,
	.unlocked_ioctl = slot_ioctl,
	.write = slot_write,
	.read = slot_read,
	.poll = slot_poll,
	.mmap = slot_mmap,
};

static void channel_free(struct channel *channel)
{
	while (channel->count)
		channel_remove_oldest(channel);
	if (channel->page)
		__free_page(channel->page);
	kfree(channel);
}

static void slot_clear(struct slot *slot)
{
	struct channel *channel;
	unsigned long id;

	xa_for_each(&slot->channels, id, channel)
	{
		channel_free(channel);
		cond_resched();
	}
	xa_destroy(&slot->channels);
}

static void __init slots_prepare(void)
{
	struct slot *slot;

	for (slot = slots; slot < slots + SLOTS; slot++) {
		mutex_init(&slot->lock);
		init_waitqueue_head(&slot->waiters);
		xa_init_flags(&slot->channels, XA_FLAGS_ACCOUNT);
	}
}

static int __init message_slot_init(void)
{
	int error;

	if (queue > MOST_IN_QUEUE) {
		pr_err("queue=%u is more than %u\n", queue, MOST_IN_QUEUE);
		return -EINVAL;
	}
	slots_prepare();
	error = register_chrdev(MAJOR_NUM, MESSAGE_SLOT_NAME, &slot_operations);
	if (error < 0)
		pr_err("cannot register major %u: error %d\n", MAJOR_NUM,
		       error);
	return error;
}

static void __exit message_slot_exit(void)
{
	struct slot *slot;

	unregister_chrdev(MAJOR_NUM, MESSAGE_SLOT_NAME);
	for (slot = slots; slot < slots + SLOTS; slot++)
		slot_clear(slot);
}

module_init(message_slot_init);
module_exit(message_slot_exit);

MODULE_DESCRIPTION("Message slots with the optional steps");
MODULE_LICENSE("GPL");
