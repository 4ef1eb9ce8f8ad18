/* SPDX-License-Identifier: GPL-2.0 */
/* The module's file operations, in ours: so a call is seen to begin and to end. */

#define WRAPS 16

static struct wrap {
	struct file_operations ours;
	const struct file_operations *theirs;
} wraps[WRAPS];

static unsigned int wrap_count;

static void forget_wraps(void)
{
	wrap_count = 0;
}

static void begin_call(enum ref_call_kind kind, const void *function)
{
	unsigned int place = place_of((unsigned long)function + 1);
	int me = self();

	if (me < 0) {
		run_callbacks(false);
		return;
	}
	point(me, REF_ENTER, place);
	actors[me].call = run.calls[me];
	if (run.calls[me] < REF_CALLS)
		run.call[me][run.calls[me]].enter = steps;
	memset(actors[me].visits, 0, sizeof(actors[me].visits));
	note(me, REF_ENTER, place, 0, 0)->what = kind;
}

static void end_call(enum ref_call_kind kind, const void *function, long result)
{
	int me = self();

	check_nothing_held();
	run_callbacks(false);
	if (me < 0)
		return;
	note(me, REF_EXIT, place_of((unsigned long)function + 1), result, 0)
		->what = kind;
	steps++;
	if (run.calls[me] < REF_CALLS)
		run.call[me][run.calls[me]].exit = steps;
	run.calls[me]++;
	if (actors[me].written) {
		actors[me].written->value = value_at(
			actors[me].written->address, actors[me].written->size);
		actors[me].written = NULL;
	}
}

#define AS_CALL(kind, function, expression)                       \
	({                                                        \
		volatile long result = -EIO;                      \
                                                                  \
		if (!spoilt) {                                    \
			enter();                                  \
			if (!__builtin_setjmp(mine()->jump)) {    \
				begin_call(kind, function);       \
				result = expression;              \
				end_call(kind, function, result); \
			}                                         \
			mine()->in_call = false;                  \
			mine()->in_callback = false;              \
		}                                                 \
		result;                                           \
	})

static const struct file_operations *theirs(const struct file *file)
{
	return container_of(file->f_op, struct wrap, ours)->theirs;
}

static noinline int wrapped_open(struct inode *inode, struct file *file)
{
	const struct file_operations *f = theirs(file);

	return AS_CALL(REF_C_OPEN, f->open, f->open ? f->open(inode, file) : 0);
}

static noinline int wrapped_release(struct inode *inode, struct file *file)
{
	const struct file_operations *f = theirs(file);

	return AS_CALL(REF_C_CLOSE, f->release,
		       f->release ? f->release(inode, file) : 0);
}

static noinline ssize_t wrapped_read(struct file *file, char __user *to,
				     size_t size, loff_t *offset)
{
	const struct file_operations *f = theirs(file);

	return AS_CALL(REF_C_READ, f->read, f->read(file, to, size, offset));
}

static noinline ssize_t wrapped_write(struct file *file,
				      const char __user *from, size_t size,
				      loff_t *offset)
{
	const struct file_operations *f = theirs(file);

	return AS_CALL(REF_C_WRITE, f->write,
		       f->write(file, from, size, offset));
}

static noinline long wrapped_ioctl(struct file *file, unsigned int command,
				   unsigned long argument)
{
	const struct file_operations *f = theirs(file);

	return AS_CALL(REF_C_IOCTL, f->unlocked_ioctl,
		       f->unlocked_ioctl(file, command, argument));
}

static const struct file_operations *
wrapped(const struct file_operations *operations)
{
	struct wrap *wrap = &wraps[wrap_count % WRAPS];

	if (!operations ||
	    (operations >= &wraps[0].ours && operations < &wraps[WRAPS].ours))
		return operations;
	wrap_count++;
	wrap->ours = *operations;
	wrap->theirs = operations;
	wrap->ours.open = wrapped_open;
	wrap->ours.release = wrapped_release;
	if (operations->read)
		wrap->ours.read = wrapped_read;
	if (operations->write)
		wrap->ours.write = wrapped_write;
	if (operations->unlocked_ioctl)
		wrap->ours.unlocked_ioctl = wrapped_ioctl;
	return &wrap->ours;
}

int ref___register_chrdev(unsigned int major, unsigned int base,
			  unsigned int count, const char *name,
			  const struct file_operations *operations)
{
	return __register_chrdev(major, base, count, name, wrapped(operations));
}

void ref_cdev_init(struct cdev *device,
		   const struct file_operations *operations)
{
	cdev_init(device, wrapped(operations));
}

int ref_cdev_add(struct cdev *device, dev_t number, unsigned int count)
{
	device->ops = wrapped(device->ops);
	return cdev_add(device, number, count);
}

int ref_misc_register(struct miscdevice *device)
{
	device->fops = wrapped(device->fops);
	return misc_register(device);
}

void ref_misc_deregister(struct miscdevice *device)
{
	misc_deregister(device);
}

/* Nodes would take longer than all the rest, and the calls need none of them. */
struct device *ref_device_create(const struct class *class,
				 struct device *parent, dev_t number,
				 void *data, const char *format, ...)
{
	static struct device none;

	return &none;
}

void ref_device_destroy(const struct class *class, dev_t number)
{
}

static struct class no_class;

struct class *ref_class_create(const char *name)
{
	return &no_class;
}

struct class *ref___class_create(struct module *owner, const char *name,
				 struct lock_class_key *key)
{
	return &no_class;
}

void ref_class_destroy(const struct class *class)
{
}
