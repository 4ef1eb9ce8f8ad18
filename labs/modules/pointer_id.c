// SPDX-License-Identifier: GPL-2.0
/* A slot that takes the channel's id for a pointer to it. Lab 10. */
#include "tiny_slot.h"

static long pointer_ioctl(struct file *file, unsigned int command,
			  unsigned long argument)
{
	unsigned int id;

	if (command != MSG_SLOT_CHANNEL)
		return -EINVAL;
	id = *(unsigned int *)argument;
	return tiny_select(file, id);
}

static const struct file_operations pointer_operations = {
	.owner = THIS_MODULE,
	.open = tiny_open,
	.unlocked_ioctl = pointer_ioctl,
};

static int __init pointer_init(void)
{
	return register_chrdev(MAJOR_NUM, "pointer_id", &pointer_operations);
}

static void __exit pointer_exit(void)
{
	unregister_chrdev(MAJOR_NUM, "pointer_id");
}

module_init(pointer_init);
module_exit(pointer_exit);

MODULE_DESCRIPTION("A slot that takes a number for an address");
MODULE_LICENSE("GPL");
