// SPDX-License-Identifier: GPL-2.0
/* step 3: design { */
/*
 * message_slot - character devices that keep messages between processes.
 *
 * A slot is a device file, told apart by its minor number. It holds channels,
 * each of which keeps the last message written to it. A process opens a slot,
 * selects a channel by ioctl(), then writes and reads whole messages.
 *
 *	open file --> channel --> message
 *	                 ^
 *	slot: hash table of channels by id
 *
 * Only ioctl() and close() look into the slot's table. An open file points to
 * its channel, so that write() and read() have nothing to search.
 *
 * What guards what:
 *  - slot->lock (may sleep): the table, channel->users, and every change of
 *    file->private_data.
 *  - channel->lock (spins): the message. Never held while user memory, which
 *    can fault and sleep, is touched: calls copy through an array on the stack.
 *  - RCU: a channel stays allocated while a write() or read() that found it
 *    through the open file is using it, though an ioctl() on the same open
 *    file may remove it meanwhile.
 *
 * The last two are held for one copy of 128 bytes at most. So preemption may be
 * off meanwhile, which is the cheapest way to be an RCU reader; the lock is a
 * raw one because others would sleep in a real-time kernel.
 *
 * The R-.. numbers name the clauses of the assignment that a function fulfils.
 */
/* } design */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

/* step 1: includes { */
#include <linux/bits.h>
#include <linux/cdev.h>
#include <linux/compiler.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kdev_t.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
/* } includes */

#include "message_slot.h"

#define SLOTS 256 /* R-D2 */
/* step 1: parameters { */
#define MAJORS 512 /* as many as the kernel has for character devices */
#define MIN_BITS 4 /* the smallest table has 1 << MIN_BITS buckets */

static unsigned int major = MAJOR_NUM;
module_param(major, uint, 0444);
MODULE_PARM_DESC(major, "Major number of the slots, 1 to 511 (default 235)");

static unsigned int nodes = 4;
module_param_named(slots, nodes, uint, 0444);
MODULE_PARM_DESC(slots, "Nodes /dev/slot0.. to make, up to 256 (default 4)");

static unsigned int censor_every;
module_param(censor_every, uint, 0444);
MODULE_PARM_DESC(censor_every,
		 "Byte in every so many to censor (default 0: no censorship)");
/* } parameters */

/* step 3: channels { */
/**
 * struct channel - One channel of a slot, and its last message.
 * @next: The next channel of the same bucket.
 * @id: The number it is selected by.
 * @users: Open files that have it selected.
 * @rcu: Frees the channel. Takes the place of what only the table needs, which
 *	it has left by then; a late reader may still take @lock and see @length.
 * @lock: Guards the message.
 * @length: Bytes in the message, 0 if none was ever written.
 * @capacity: Bytes that @message has room for.
 * @message: The bytes, NULL if none was ever written.
 *
 * Once written, a channel lasts until the module is unloaded (R-R2).
 */
struct channel {
	union {
		struct {
			struct channel *next;
			u32 id;
			u32 users;
		};
		struct rcu_head rcu;
	};
	raw_spinlock_t lock; /* guards what follows */
	u8 length;
	u8 capacity;
	char *message;
};

/* There may be millions: do not spill into the next slab size unnoticed. */
static_assert(sizeof(struct channel) <= 32 || sizeof(raw_spinlock_t) > 4);
static_assert(MESSAGE_SLOT_MAX <= U8_MAX);

/**
 * struct slot - The channels of one minor number.
 * @lock: Guards the table, the users of its channels, the files' channels.
 * @buckets: Hash table of @count channels in 1 << @bits chains; NULL if empty.
 * @bits: Logarithm of the number of chains.
 * @count: Channels in the table.
 * @multiplier: Random, so that a program cannot choose ids that share a chain.
 */
struct slot {
	struct mutex lock; /* guards what follows */
	struct channel **buckets;
	unsigned int bits;
	unsigned int count;
	u64 multiplier;
};

static struct slot slots[SLOTS];

/*
 * An open file has a channel, and it censors or not. The latter is kept in the
 * pointer's lowest bit, which alignment leaves free. So an open file takes no
 * memory of ours (R-M1).
 */
#define CENSORS 1ul

static struct slot *file_slot(const struct file *file)
{
	return &slots[iminor(file_inode(file))];
}

static struct channel *file_channel(const struct file *file)
{
	unsigned long data = (unsigned long)READ_ONCE(file->private_data);

	return (struct channel *)(data & ~CENSORS);
}

static bool file_censors(const struct file *file)
{
	return (unsigned long)READ_ONCE(file->private_data) & CENSORS;
}

static void file_set(struct file *file, struct channel *channel, bool censors)
{
	unsigned long data = (unsigned long)channel | (censors ? CENSORS : 0);

	/* Pairs with the address dependency in file_channel()'s callers. */
	smp_store_release(&file->private_data, (void *)data);
}

static unsigned long slot_buckets(const struct slot *slot)
{
	return slot->buckets ? BIT(slot->bits) : 0;
}

static struct channel **slot_bucket(const struct slot *slot, u32 id)
{
	return &slot->buckets[(id * slot->multiplier) >> (64 - slot->bits)];
}

static void slot_insert(struct slot *slot, struct channel *channel)
{
	struct channel **bucket = slot_bucket(slot, channel->id);

	channel->next = *bucket;
	*bucket = channel;
}

/**
 * slot_resize() - Move a slot's channels to a table of another size.
 * @slot: The slot, locked.
 * @bits: Logarithm of the new number of chains.
 *
 * If there is no memory, the old table stays, and works as before but slower.
 */
static void slot_resize(struct slot *slot, unsigned int bits)
{
	unsigned long i, old_size = slot_buckets(slot);
	struct channel **old = slot->buckets;
	struct channel **new;

	new = kvcalloc(BIT(bits), sizeof(*new),
		       GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!new)
		return;
	slot->buckets = new;
	slot->bits = bits;
	for (i = 0; i < old_size; i++) {
		struct channel *channel, *next;

		for (channel = old[i]; channel; channel = next) {
			next = channel->next;
			slot_insert(slot, channel);
		}
		cond_resched();
	}
	kvfree(old);
}

static struct channel *slot_find(const struct slot *slot, u32 id)
{
	struct channel *channel;

	if (!slot->buckets)
		return NULL;
	channel = *slot_bucket(slot, id);
	while (channel && channel->id != id)
		channel = channel->next;
	return channel;
}

/**
 * slot_add() - Make a channel, without users and without a message.
 * @slot: The slot, locked.
 * @id: A channel id that is not in the table.
 *
 * The table doubles when it has more channels than chains.
 *
 * Return: the channel, or NULL if there is no memory.
 */
static noinline struct channel *slot_add(struct slot *slot, u32 id)
{
	struct channel *channel = kzalloc(sizeof(*channel), GFP_KERNEL_ACCOUNT);

	if (!channel)
		return NULL;
	if (slot->count >= slot_buckets(slot))
		slot_resize(slot, slot->buckets ? slot->bits + 1 : MIN_BITS);
	if (!slot->buckets) {
		kfree(channel);
		return NULL;
	}
	channel->id = id;
	raw_spin_lock_init(&channel->lock);
	slot_insert(slot, channel);
	slot->count++;
	return channel;
}

static void channel_free(struct rcu_head *rcu)
{
	kfree(container_of(rcu, struct channel, rcu));
}

/**
 * slot_remove() - Free a channel that is not selected and was never written.
 * @slot: The slot, locked.
 * @channel: One of its channels.
 *
 * The table halves when less than a quarter of it is in use.
 */
static void slot_remove(struct slot *slot, struct channel *channel)
{
	struct channel **link = slot_bucket(slot, channel->id);

	while (*link != channel)
		link = &(*link)->next;
	*link = channel->next;
	call_rcu(&channel->rcu, channel_free);
	if (--slot->count == 0) {
		kvfree(slot->buckets);
		slot->buckets = NULL;
	} else if (slot->bits > MIN_BITS &&
		   slot->count < slot_buckets(slot) / 4) {
		slot_resize(slot, slot->bits - 1);
	}
}

/**
 * slot_discard() - Free a channel without users, unless it has a message.
 * @slot: The slot, locked.
 * @channel: One of its channels, which no open file points to any more.
 *
 * A write() that started while one did has either stored its message when we
 * get the lock, or finds when it gets the lock that the file points elsewhere.
 */
static void slot_discard(struct slot *slot, struct channel *channel)
{
	bool written;

	raw_spin_lock(&channel->lock);
	written = channel->length > 0;
	raw_spin_unlock(&channel->lock);
	if (!written)
		slot_remove(slot, channel);
}

/**
 * slot_put() - Give up a channel that an open file had selected.
 * @slot: The slot, locked.
 * @channel: The channel that the open file had, or NULL if none.
 *
 * A channel that was never written is freed with its last user, so that merely
 * selecting channels takes no memory (R-M1, R-M2). Most have been written, and
 * stay so: only a length of 0 has to be checked under the lock.
 */
static inline void slot_put(struct slot *slot, struct channel *channel)
{
	if (channel && --channel->users == 0 && READ_ONCE(channel->length) == 0)
		slot_discard(slot, channel);
}

/**
 * slot_select() - Set the channel of an open file.
 * @file: The open file.
 * @id: The channel's id.
 *
 * Return: 0; -EINVAL for id 0 (R-I3) or -ENOMEM, the channel then stays.
 */
static long slot_select(struct file *file, u32 id)
{
	struct slot *slot = file_slot(file);
	struct channel *channel;

	if (id == 0)
		return -EINVAL;
	mutex_lock(&slot->lock);
	channel = slot_find(slot, id);
	if (!channel)
		channel = slot_add(slot, id);
	if (channel) {
		struct channel *old = file_channel(file);

		channel->users++;
		file_set(file, channel, file_censors(file));
		slot_put(slot, old);
	}
	mutex_unlock(&slot->lock);
	return channel ? 0 : -ENOMEM;
}

/**
 * slot_censor() - Switch the censorship of an open file.
 * @file: The open file.
 * @on: 0 or 1.
 *
 * Return: 0; -EINVAL for another @on, or in an edition without censorship.
 */
static long slot_censor(struct file *file, unsigned long on)
{
	struct slot *slot = file_slot(file);

	if (censor_every == 0 || on > 1)
		return -EINVAL;
	mutex_lock(&slot->lock);
	file_set(file, file_channel(file), on);
	mutex_unlock(&slot->lock);
	return 0;
}

/* } channels */

/* The argument is an unsigned int, whatever the upper half of a long says. */
static long slot_ioctl(struct file *file, unsigned int command,
		       unsigned long argument)
{
	/* step 3: ioctl { */
	switch (command) {
	case MSG_SLOT_CHANNEL:
		return slot_select(file, argument);
	case MSG_SLOT_SET_CEN:
		return slot_censor(file, (u32)argument);
	default:
		return -EINVAL; /* R-I2 */
	}
	/* } ioctl */
}

/* step 4: store { */
/* A buffer for a message, outside any channel. */
struct spare {
	char *message;
	u8 capacity;
};

/**
 * store() - Make a message the one of the file's channel, if it has the room.
 * @file: An open file whose channel is set.
 * @text: The message.
 * @length: Its length.
 * @spare: Changes places with the channel's buffer if that one is too small.
 *
 * Return: false if both buffers are too small, and nothing was changed.
 */
static __always_inline bool store(const struct file *file, const char *text,
				  u8 length, struct spare *spare)
{
	struct channel *channel;
	bool fits;

	rcu_read_lock_sched();
	for (;;) {
		channel = file_channel(file);
		raw_spin_lock(&channel->lock);
		if (likely(channel == file_channel(file)))
			break;
		/* It may be about to be freed, see slot_discard(). */
		raw_spin_unlock(&channel->lock);
	}
	if (length > channel->capacity && length <= spare->capacity) {
		swap(channel->message, spare->message);
		swap(channel->capacity, spare->capacity);
	}
	fits = length <= channel->capacity;
	if (fits) {
		memcpy(channel->message, text, length);
		WRITE_ONCE(channel->length, length);
	}
	raw_spin_unlock(&channel->lock);
	rcu_read_unlock_sched();
	return fits;
}

/**
 * store_larger() - Like store(), for a message the channel has no room for.
 * @file: An open file whose channel is set.
 * @text: The message.
 * @length: Its length.
 *
 * The buffer is allocated while no lock is held. By the time it is there the
 * channel may have got a larger one, or the file another channel: whichever
 * buffer is not needed then is freed.
 *
 * Return: 0 or -ENOMEM.
 */
static noinline int store_larger(const struct file *file, const char *text,
				 u8 length)
{
	size_t rounded = kmalloc_size_roundup(length); /* it would take that */
	struct spare spare;

	spare.capacity = min_t(size_t, rounded, MESSAGE_SLOT_MAX);
	spare.message = kmalloc(spare.capacity, GFP_KERNEL_ACCOUNT);
	if (!spare.message)
		return -ENOMEM;
	store(file, text, length, &spare);
	kfree(spare.message);
	return 0;
}

/* } store */

/**
 * slot_write() - Make a message the one of the file's channel.
 * @file: The open file.
 * @buffer: The message, in the caller's memory.
 * @length: Its length.
 * @offset: Not used: there are no positions in a slot.
 *
 * The whole message is copied before the channel is changed, so that a write
 * that fails changes nothing (R-W4, R-A1).
 *
 * Return: @length (R-W1); -EINVAL without a channel (R-W2), -EMSGSIZE for a
 * length other than 1 to 128 (R-W3), -EFAULT for bad memory, or -ENOMEM.
 */
static ssize_t slot_write(struct file *file, const char __user *buffer,
			  size_t length, loff_t *offset)
{
	/* step 4: write { */
	char text[MESSAGE_SLOT_MAX] __uninitialized;
	struct spare none = {};
	size_t i;

	/* step 6: refuse-write { */
	if (!file_channel(file))
		return -EINVAL;
	if (length == 0 || length > sizeof(text))
		return -EMSGSIZE;
	/* } refuse-write */
	if (copy_from_user(text, buffer, length))
		return -EFAULT;
	if (file_censors(file))
		for (i = censor_every - 1; i < length; i += censor_every)
			text[i] = '#';
	if (!store(file, text, length, &none) &&
	    store_larger(file, text, length))
		return -ENOMEM;
	return length;
	/* } write */
}

/**
 * slot_read() - Return the message of the file's channel.
 * @file: The open file.
 * @buffer: Where to, in the caller's memory.
 * @size: The room there.
 * @offset: Not used: there are no positions in a slot.
 *
 * Return: the message's length (R-R1); -EINVAL without a channel (R-R3),
 * -EWOULDBLOCK without a message (R-R4), -ENOSPC if it is longer than @size
 * (R-R5), -EFAULT for bad memory (R-R6).
 */
static ssize_t slot_read(struct file *file, char __user *buffer, size_t size,
			 loff_t *offset)
{
	/* step 5: read { */
	char text[MESSAGE_SLOT_MAX] __uninitialized;
	struct channel *channel;
	size_t length = 0;

	rcu_read_lock_sched();
	channel = file_channel(file);
	if (channel) {
		raw_spin_lock(&channel->lock);
		length = channel->length;
		memcpy(text, channel->message, length);
		raw_spin_unlock(&channel->lock);
	}
	rcu_read_unlock_sched();
	/* step 6: refuse-read { */
	if (!channel)
		return -EINVAL;
	if (length == 0)
		return -EWOULDBLOCK;
	if (length > size)
		return -ENOSPC;
	/* } refuse-read */
	if (copy_to_user(buffer, text, length))
		return -EFAULT;
	return length;
	/* } read */
}

static int slot_open(struct inode *inode, struct file *file)
{
	/* step 2: open { */
	file->private_data = NULL;
	return stream_open(inode, file);
	/* } open */
}

/* The kernel calls it after the last call on the file: none can be running. */
static int slot_release(struct inode *inode, struct file *file)
{
	/* step 7: release { */
	struct slot *slot = file_slot(file);

	mutex_lock(&slot->lock);
	slot_put(slot, file_channel(file));
	mutex_unlock(&slot->lock);
	return 0;
	/* } release */
}

static const struct file_operations slot_operations = {
	.owner = THIS_MODULE, /* R-L2 */
	.open = slot_open,
	.unlocked_ioctl = slot_ioctl,
	.compat_ioctl = slot_ioctl,
	.write = slot_write,
	.read = slot_read,
	.release = slot_release,
};

/* step 1: nodes { */
static struct cdev slot_cdev;

static struct class slot_class = {
	.name = MESSAGE_SLOT_NAME,
};

static void nodes_destroy(unsigned int count)
{
	while (count-- > 0)
		device_destroy(&slot_class, MKDEV(major, count));
}

/* For devtmpfs and udev; any other of the 256 slots can be had by mknod. */
static int __init nodes_create(void)
{
	unsigned int minor;

	for (minor = 0; minor < nodes; minor++) {
		struct device *node = device_create(&slot_class, NULL,
						    MKDEV(major, minor), NULL,
						    "slot%u", minor);

		if (IS_ERR(node)) {
			nodes_destroy(minor);
			return PTR_ERR(node);
		}
	}
	return 0;
}

static int __init parameters_check(void)
{
	if (major == 0 || major >= MAJORS) {
		pr_err("major=%u is not from 1 to %u\n", major, MAJORS - 1);
		return -EINVAL;
	}
	if (nodes > SLOTS) {
		pr_err("slots=%u is more than %u\n", nodes, SLOTS);
		return -EINVAL;
	}
	if (censor_every > MESSAGE_SLOT_MAX) {
		pr_err("censor_every=%u is more than %u\n", censor_every,
		       MESSAGE_SLOT_MAX);
		return -EINVAL;
	}
	return 0;
}

/* } nodes */

/* step 3: prepare { */
static void __init slots_prepare(void)
{
	struct slot *slot;

	for (slot = slots; slot < slots + SLOTS; slot++) {
		mutex_init(&slot->lock);
		slot->multiplier = get_random_u64() | 1;
	}
}

/* } prepare */

/* step 7: clear { */
/* Called when no file is open: the channels that are left hold messages. */
static void slot_clear(struct slot *slot)
{
	unsigned long i, size = slot_buckets(slot);
	struct channel *channel, *next;

	for (i = 0; i < size; i++) {
		for (channel = slot->buckets[i]; channel; channel = next) {
			next = channel->next;
			kfree(channel->message);
			kfree(channel);
		}
		cond_resched();
	}
	kvfree(slot->buckets);
}

static void slots_clear(void)
{
	struct slot *slot;

	for (slot = slots; slot < slots + SLOTS; slot++)
		slot_clear(slot);
}

/* } clear */

/* step 1: register { */
/*
 * Opening becomes possible (cdev_add) as the last step, because a module whose
 * initialisation fails is unmapped even if a file is open.
 */
static int __init message_slot_init(void)
{
	int error = parameters_check();

	if (error)
		return error;
	/* step 3: call-prepare { */
	slots_prepare();
	/* } call-prepare */
	error = register_chrdev_region(MKDEV(major, 0), SLOTS,
				       MESSAGE_SLOT_NAME);
	if (error) {
		pr_err("cannot register major %u: error %d\n", major, error);
		return error;
	}
	error = class_register(&slot_class);
	if (error) {
		pr_err("cannot register the class: error %d\n", error);
		goto fail_class;
	}
	error = nodes_create();
	if (error) {
		pr_err("cannot make the nodes: error %d\n", error);
		goto fail_nodes;
	}
	cdev_init(&slot_cdev, &slot_operations);
	slot_cdev.owner = THIS_MODULE;
	error = cdev_add(&slot_cdev, MKDEV(major, 0), SLOTS);
	if (error) {
		pr_err("cannot add the device: error %d\n", error);
		goto fail_cdev;
	}
	return 0;

fail_cdev:
	nodes_destroy(nodes);
fail_nodes:
	class_unregister(&slot_class);
fail_class:
	unregister_chrdev_region(MKDEV(major, 0), SLOTS);
	return error;
}

static void __exit message_slot_exit(void)
{
	cdev_del(&slot_cdev);
	nodes_destroy(nodes);
	class_unregister(&slot_class);
	unregister_chrdev_region(MKDEV(major, 0), SLOTS);
	/* step 7: call-clear { */
	slots_clear();
	/* } call-clear */
	/* step 3: barrier { */
	rcu_barrier(); /* channel_free() must not be called once it is gone */
	/* } barrier */
}

/* } register */

module_init(message_slot_init);
module_exit(message_slot_exit);

MODULE_AUTHOR("The Message Slot Lab");
MODULE_DESCRIPTION("Character devices that keep messages between processes");
MODULE_LICENSE("GPL");
