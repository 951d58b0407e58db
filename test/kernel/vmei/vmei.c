// SPDX-License-Identifier: GPL-2.0
/*
 * vmei: a MEI device whose hardware is a character device, /dev/vmei.
 *
 * A program plays the firmware: it opens /dev/vmei and exchanges frames, one
 * per read() or write(). Byte 0 says what it is, bytes 1 to 3 are padding:
 *
 *   read:  'D' mei_msg_hdr payload   a bus message from the host
 *          'R'                       the host resets the interface
 *   write: 'D' mei_msg_hdr payload   a bus message to the host
 *          'Y'                       the firmware is ready, after 'R'
 *          'X'                       the firmware resets itself
 *          'F' one to six u32        firmware status registers
 *
 * Everything above this file (the bus protocol's host side, flow control,
 * the character device, sysfs, the mei bus, mei_wdt) is the kernel's own
 * mei.ko, unmodified. This is a test instrument, never part of the product.
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/mei.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/pm_runtime.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>

#include "client.h"
#include "hbm.h"
#include "mei_dev.h"

/* Sizes of the two circular buffers, in 32-bit slots */
#define HOST_SLOTS	128
#define ME_SLOTS	8192
/* Head, mei_msg_hdr, and what its nine bits of length allow */
#define LARGEST_FRAME	520
/* Type and padding, before what stands in the frame */
#define HEAD		4

struct vmei_frame {
	struct list_head list;
	size_t len;
	u8 data[];
};

static struct {
	/* Guards everything down to rx_tail */
	spinlock_t lock;
	struct list_head tx;
	unsigned int tx_slots;
	u32 *rx;
	unsigned int rx_head;
	unsigned int rx_tail;

	bool opened;
	/* The device is there: not unbound from its driver */
	bool present;
	bool me_ready;
	bool host_ready;
	bool started;
	bool registered;
	u32 status[MEI_FW_STATUS_MAX];
	unsigned int status_count;
	wait_queue_head_t readable;
	wait_queue_head_t writable;
	struct workqueue_struct *irq_queue;
	struct work_struct irq_work;
	struct work_struct start_work;
	struct mei_device *mei;
} vmei;

/*
 * bus-fixup.c:mei_wd() takes the parent for a pci_dev and reads its device id,
 * which stands before the struct device: that must be memory of ours.
 */
static struct {
	struct pci_dev before;
	struct platform_device device;
} parent;

static void vmei_interrupt(void)
{
	if (vmei.present)
		queue_work(vmei.irq_queue, &vmei.irq_work);
}

/* Called with the lock held */
static void vmei_purge(void)
{
	struct vmei_frame *frame, *next;

	list_for_each_entry_safe(frame, next, &vmei.tx, list) {
		list_del(&frame->list);
		kfree(frame);
	}
	vmei.tx_slots = 0;
	vmei.rx_head = 0;
	vmei.rx_tail = 0;
}

static int vmei_queue(u8 type, const void *hdr, size_t hdr_len,
		      const void *data, size_t data_len)
{
	size_t len = hdr_len + data_len;
	struct vmei_frame *frame;

	frame = kzalloc(sizeof(*frame) + HEAD + len, GFP_KERNEL);
	if (!frame)
		return -ENOMEM;

	frame->len = HEAD + len;
	frame->data[0] = type;
	if (hdr_len)
		memcpy(frame->data + HEAD, hdr, hdr_len);
	if (data_len)
		memcpy(frame->data + HEAD + hdr_len, data, data_len);

	spin_lock(&vmei.lock);
	list_add_tail(&frame->list, &vmei.tx);
	vmei.tx_slots += DIV_ROUND_UP(len, sizeof(u32));
	spin_unlock(&vmei.lock);

	wake_up_interruptible(&vmei.readable);
	return 0;
}

/* What mei.ko asks of hardware */

static bool vmei_host_is_ready(struct mei_device *dev)
{
	return vmei.host_ready;
}

static bool vmei_hw_is_ready(struct mei_device *dev)
{
	return vmei.me_ready;
}

static int vmei_hw_reset(struct mei_device *dev, bool enable)
{
	spin_lock(&vmei.lock);
	vmei.host_ready = false;
	vmei.me_ready = false;
	vmei_purge();
	spin_unlock(&vmei.lock);

	dev->recvd_hw_ready = false;
	dev->hbuf_is_ready = false;
	return vmei_queue('R', NULL, 0, NULL, 0);
}

static int vmei_hw_start(struct mei_device *dev)
{
	mutex_unlock(&dev->device_lock);
	wait_event_timeout(dev->wait_hw_ready, dev->recvd_hw_ready,
			   dev->timeouts.hw_ready);
	mutex_lock(&dev->device_lock);
	if (!dev->recvd_hw_ready)
		return -ETIME;

	dev->recvd_hw_ready = false;
	vmei.host_ready = true;
	return 0;
}

static int vmei_hw_config(struct mei_device *dev)
{
	return 0;
}

static int vmei_fw_status(struct mei_device *dev, struct mei_fw_status *fw)
{
	fw->count = vmei.status_count;
	memcpy(fw->status, vmei.status, sizeof(vmei.status));
	return 0;
}

static int vmei_trc_status(struct mei_device *dev, u32 *trc)
{
	*trc = 0;
	return 0;
}

static enum mei_pg_state vmei_pg_state(struct mei_device *dev)
{
	return MEI_PG_OFF;
}

static bool vmei_never(struct mei_device *dev)
{
	return false;
}

static void vmei_nothing(struct mei_device *dev)
{
}

static void vmei_synchronize_irq(struct mei_device *dev)
{
	flush_work(&vmei.irq_work);
}

static int vmei_hbuf_free_slots(struct mei_device *dev)
{
	return HOST_SLOTS - vmei.tx_slots;
}

static bool vmei_hbuf_is_ready(struct mei_device *dev)
{
	return vmei.tx_slots == 0;
}

static u32 vmei_hbuf_depth(const struct mei_device *dev)
{
	return HOST_SLOTS;
}

static int vmei_write(struct mei_device *dev, const void *hdr, size_t hdr_len,
		      const void *data, size_t data_len)
{
	if (DIV_ROUND_UP(hdr_len + data_len, sizeof(u32)) >
	    HOST_SLOTS - vmei.tx_slots)
		return -EMSGSIZE;
	return vmei_queue('D', hdr, hdr_len, data, data_len);
}

static int vmei_rdbuf_full_slots(struct mei_device *dev)
{
	return vmei.rx_head - vmei.rx_tail;
}

static u32 vmei_read_hdr(const struct mei_device *dev)
{
	return vmei.rx[vmei.rx_tail++ % ME_SLOTS];
}

static int vmei_read(struct mei_device *dev, unsigned char *buf,
		     unsigned long len)
{
	while (len) {
		u32 slot = vmei.rx[vmei.rx_tail++ % ME_SLOTS];
		size_t part = min_t(size_t, len, sizeof(slot));

		memcpy(buf, &slot, part);
		buf += part;
		len -= part;
	}
	return 0;
}

static const struct mei_hw_ops vmei_hw_ops = {
	.host_is_ready = vmei_host_is_ready,
	.hw_is_ready = vmei_hw_is_ready,
	.hw_reset = vmei_hw_reset,
	.hw_start = vmei_hw_start,
	.hw_config = vmei_hw_config,
	.fw_status = vmei_fw_status,
	.trc_status = vmei_trc_status,
	.pg_state = vmei_pg_state,
	.pg_in_transition = vmei_never,
	.pg_is_enabled = vmei_never,
	.intr_clear = vmei_nothing,
	.intr_enable = vmei_nothing,
	.intr_disable = vmei_nothing,
	.synchronize_irq = vmei_synchronize_irq,
	.hbuf_free_slots = vmei_hbuf_free_slots,
	.hbuf_is_ready = vmei_hbuf_is_ready,
	.hbuf_depth = vmei_hbuf_depth,
	.write = vmei_write,
	.rdbuf_full_slots = vmei_rdbuf_full_slots,
	.read_hdr = vmei_read_hdr,
	.read = vmei_read,
};

static bool vmei_down(const struct mei_device *dev)
{
	return dev->dev_state == MEI_DEV_POWERING_DOWN ||
	       dev->dev_state == MEI_DEV_POWER_DOWN;
}

/* Called with the device's lock held, as mei_me_irq_thread_handler() is */
static void vmei_exchange(struct mei_device *dev)
{
	LIST_HEAD(complete);
	s32 slots = mei_count_full_read_slots(dev);

	while (slots > 0) {
		int ret = mei_irq_read_handler(dev, &complete, &slots);

		if (ret == -ENODATA)
			break;
		if (ret) {
			dev_err(dev->dev, "read handler: %d\n", ret);
			if (dev->dev_state != MEI_DEV_RESETTING &&
			    dev->dev_state != MEI_DEV_DISABLED &&
			    !vmei_down(dev))
				schedule_work(&dev->reset_work);
			return;
		}
	}
	dev->hbuf_is_ready = mei_hbuf_is_ready(dev);
	mei_irq_write_handler(dev, &complete);
	dev->hbuf_is_ready = mei_hbuf_is_ready(dev);
	mei_irq_compl_handler(dev, &complete);
}

static void vmei_irq(struct work_struct *work)
{
	struct mei_device *dev = vmei.mei;

	mutex_lock(&dev->device_lock);
	if (!vmei.me_ready && dev->dev_state != MEI_DEV_RESETTING) {
		if (vmei_down(dev))
			mei_cl_all_disconnect(dev);
		else if (dev->dev_state != MEI_DEV_DISABLED)
			schedule_work(&dev->reset_work);
	} else if (vmei.host_ready) {
		vmei_exchange(dev);
	} else if (vmei.me_ready) {
		dev->recvd_hw_ready = true;
		wake_up(&dev->wait_hw_ready);
	}
	mutex_unlock(&dev->device_lock);
	wake_up_interruptible(&vmei.writable);
}

static void vmei_start(struct work_struct *work)
{
	if (!vmei.started) {
		if (mei_start(vmei.mei)) {
			dev_err(&parent.device.dev, "mei_start failed\n");
			return;
		}
		vmei.started = true;
	} else {
		cancel_work_sync(&vmei.mei->reset_work);
		mei_restart(vmei.mei);
	}
	if (!vmei.registered && !mei_register(vmei.mei, &parent.device.dev))
		vmei.registered = true;
}

/* /dev/vmei, the firmware's side */

static int vmei_open(struct inode *inode, struct file *file)
{
	if (xchg(&vmei.opened, true))
		return -EBUSY;

	spin_lock(&vmei.lock);
	vmei_purge();
	vmei.me_ready = false;
	spin_unlock(&vmei.lock);
	if (vmei.present)
		schedule_work(&vmei.start_work);
	return nonseekable_open(inode, file);
}

static int vmei_release(struct inode *inode, struct file *file)
{
	vmei.me_ready = false;
	vmei.opened = false;
	if (vmei.started)
		vmei_interrupt();
	return 0;
}

static struct vmei_frame *vmei_take(void)
{
	struct vmei_frame *frame;

	spin_lock(&vmei.lock);
	frame = list_first_entry_or_null(&vmei.tx, struct vmei_frame, list);
	if (frame) {
		list_del(&frame->list);
		vmei.tx_slots -= DIV_ROUND_UP(frame->len - HEAD, sizeof(u32));
	}
	spin_unlock(&vmei.lock);
	return frame;
}

static ssize_t vmei_file_read(struct file *file, char __user *to, size_t size,
			      loff_t *offset)
{
	struct vmei_frame *frame;
	ssize_t ret;

	while (!(frame = vmei_take())) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(vmei.readable,
					     !list_empty(&vmei.tx)))
			return -ERESTARTSYS;
	}
	if (frame->len > size)
		ret = -EMSGSIZE;
	else if (copy_to_user(to, frame->data, frame->len))
		ret = -EFAULT;
	else
		ret = frame->len;
	kfree(frame);
	/* There is room for the host's next message */
	vmei_interrupt();
	return ret;
}

static bool vmei_put(const u32 *slots, unsigned int count)
{
	bool fits;
	unsigned int i;

	spin_lock(&vmei.lock);
	fits = ME_SLOTS - (vmei.rx_head - vmei.rx_tail) >= count;
	for (i = 0; fits && i < count; i++)
		vmei.rx[vmei.rx_head++ % ME_SLOTS] = slots[i];
	spin_unlock(&vmei.lock);
	return fits;
}

static ssize_t vmei_file_write(struct file *file, const char __user *from,
			       size_t size, loff_t *offset)
{
	u32 frame[LARGEST_FRAME / sizeof(u32)] = {};
	size_t len = size - HEAD;

	if (size < 1 || size > sizeof(frame))
		return -EINVAL;
	if (copy_from_user(frame, from, size))
		return -EFAULT;

	switch (*(u8 *)frame) {
	case 'D':
		if (size < HEAD + sizeof(struct mei_msg_hdr))
			return -EINVAL;
		len = DIV_ROUND_UP(len, sizeof(u32));
		while (!vmei_put(frame + 1, len)) {
			if (file->f_flags & O_NONBLOCK)
				return -EAGAIN;
			if (wait_event_interruptible(vmei.writable,
					ME_SLOTS - (vmei.rx_head - vmei.rx_tail) >= len))
				return -ERESTARTSYS;
		}
		break;
	case 'Y':
		vmei.me_ready = true;
		break;
	case 'X':
		vmei.me_ready = false;
		break;
	case 'F':
		if (size < HEAD + sizeof(u32) || len % sizeof(u32) ||
		    len > sizeof(vmei.status))
			return -EINVAL;
		memcpy(vmei.status, frame + 1, sizeof(vmei.status));
		vmei.status_count = len / sizeof(u32);
		return size;
	default:
		return -EINVAL;
	}
	vmei_interrupt();
	return size;
}

static __poll_t vmei_poll(struct file *file, poll_table *wait)
{
	__poll_t events = EPOLLOUT | EPOLLWRNORM;

	poll_wait(file, &vmei.readable, wait);
	if (!list_empty(&vmei.tx))
		events |= EPOLLIN | EPOLLRDNORM;
	return events;
}

static const struct file_operations vmei_fops = {
	.owner = THIS_MODULE,
	.open = vmei_open,
	.release = vmei_release,
	.read = vmei_file_read,
	.write = vmei_file_write,
	.poll = vmei_poll,
	.llseek = no_llseek,
};

static struct miscdevice vmei_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "vmei",
	.fops = &vmei_fops,
	.mode = 0600,
};

/* The device that mei.ko's own hangs under */

/* What mei_me does, but that the firmware, a process, can only answer when processes run again */

static int vmei_suspend(struct device *device)
{
	if (vmei.started)
		mei_stop(vmei.mei);
	return 0;
}

static int vmei_resume(struct device *device)
{
	if (vmei.started)
		queue_work(system_freezable_wq, &vmei.start_work);
	return 0;
}

static SIMPLE_DEV_PM_OPS(vmei_pm_ops, vmei_suspend, vmei_resume);

static int vmei_probe(struct platform_device *device)
{
	pm_runtime_get_noresume(&device->dev);
	pm_runtime_set_active(&device->dev);
	pm_runtime_enable(&device->dev);

	vmei.mei = kzalloc(sizeof(*vmei.mei), GFP_KERNEL);
	if (!vmei.mei)
		return -ENOMEM;
	mei_device_init(vmei.mei, &device->dev, false, &vmei_hw_ops);
	vmei.mei->fw_f_fw_ver_supported = 1;
	vmei.present = true;
	if (vmei.opened)
		schedule_work(&vmei.start_work);
	return 0;
}

/*
 * mei.ko keeps a mei_device for as long as its module is there and does not
 * count who has it open: whoever has is woken by mei_stop() and given time to
 * close. Memory that is still in use then is not freed.
 */
static bool vmei_closed(void)
{
	int i;

	for (i = 0; i < 500 && vmei.mei->open_handle_count; i++)
		msleep(20);
	return !vmei.mei->open_handle_count;
}

static int vmei_remove(struct platform_device *device)
{
	bool closed;

	vmei.present = false;
	cancel_work_sync(&vmei.start_work);
	if (vmei.started)
		mei_stop(vmei.mei);
	flush_workqueue(vmei.irq_queue);
	closed = vmei_closed();
	if (vmei.registered)
		mei_deregister(vmei.mei);
	if (closed)
		kfree(vmei.mei);
	else
		dev_warn(&device->dev, "removed while it is open\n");
	vmei.mei = NULL;
	vmei.started = false;
	vmei.registered = false;
	vmei.host_ready = false;
	pm_runtime_disable(&device->dev);
	pm_runtime_put_noidle(&device->dev);
	return 0;
}

static struct platform_driver vmei_driver = {
	.probe = vmei_probe,
	.remove = vmei_remove,
	.driver = { .name = "vmei", .pm = &vmei_pm_ops },
};

static void vmei_device_release(struct device *device)
{
	/* Static memory */
}

static int __init vmei_init(void)
{
	int ret = -ENOMEM;

	spin_lock_init(&vmei.lock);
	INIT_LIST_HEAD(&vmei.tx);
	init_waitqueue_head(&vmei.readable);
	init_waitqueue_head(&vmei.writable);
	INIT_WORK(&vmei.irq_work, vmei_irq);
	INIT_WORK(&vmei.start_work, vmei_start);
	vmei.rx = kcalloc(ME_SLOTS, sizeof(u32), GFP_KERNEL);
	if (!vmei.rx)
		return ret;
	vmei.irq_queue = alloc_ordered_workqueue("vmei", 0);
	if (!vmei.irq_queue)
		goto free_rx;

	parent.device.name = "vmei";
	parent.device.id = PLATFORM_DEVID_NONE;
	parent.device.dev.release = vmei_device_release;
	ret = platform_driver_register(&vmei_driver);
	if (ret)
		goto destroy_queue;
	ret = platform_device_register(&parent.device);
	if (ret)
		goto unregister_driver;
	ret = misc_register(&vmei_misc);
	if (ret)
		goto unregister_device;
	return 0;

unregister_device:
	platform_device_unregister(&parent.device);
unregister_driver:
	platform_driver_unregister(&vmei_driver);
destroy_queue:
	destroy_workqueue(vmei.irq_queue);
free_rx:
	kfree(vmei.rx);
	return ret;
}

static void __exit vmei_exit(void)
{
	misc_deregister(&vmei_misc);
	platform_device_unregister(&parent.device);
	platform_driver_unregister(&vmei_driver);
	destroy_workqueue(vmei.irq_queue);
	vmei_purge();
	kfree(vmei.rx);
}

module_init(vmei_init);
module_exit(vmei_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("MEI hardware played by a program");
