// SPDX-License-Identifier: Apache-2.0
/*
 * A USB keyboard that is not there, made by the kernel's uhid:
 * keyboard NAME VENDOR PRODUCT (hex). Each byte on standard input types an
 * "a"; the keyboard is pulled out when the input ends.
 */
#include <fcntl.h>
#include <linux/input.h>
#include <linux/uhid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The keyboard's descriptor of HID 1.11, appendix E.6 */
static const unsigned char descriptor[] = {
	0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29,
	0xe7, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02,
	0x95, 0x01, 0x75, 0x08, 0x81, 0x01, 0x95, 0x05, 0x75, 0x01, 0x05,
	0x08, 0x19, 0x01, 0x29, 0x05, 0x91, 0x02, 0x95, 0x01, 0x75, 0x03,
	0x91, 0x01, 0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05,
	0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xc0,
};
/* "a" on the keyboard page; a report is modifiers, a reserved byte, six keys */
#define KEY_USAGE_A 4
#define REPORT 8

static int device;

static void put(const struct uhid_event *event)
{
	if (write(device, event, sizeof(*event)) != sizeof(*event)) {
		perror("/dev/uhid");
		exit(1);
	}
}

static void report(unsigned char key)
{
	struct uhid_event event = { .type = UHID_INPUT2 };

	event.u.input2.size = REPORT;
	event.u.input2.data[2] = key;
	put(&event);
}

int main(int argc, char **argv)
{
	struct uhid_event event = { .type = UHID_CREATE2 };
	struct uhid_create2_req *create = &event.u.create2;
	char byte;

	if (argc != 4)
		return 2;
	device = open("/dev/uhid", O_RDWR | O_CLOEXEC);
	if (device < 0) {
		perror("/dev/uhid");
		return 1;
	}
	snprintf((char *)create->name, sizeof(create->name), "%s", argv[1]);
	snprintf((char *)create->phys, sizeof(create->phys), "usb-0000:00:14.0-12/input0");
	create->bus = BUS_USB;
	create->vendor = strtoul(argv[2], NULL, 16);
	create->product = strtoul(argv[3], NULL, 16);
	create->rd_size = sizeof(descriptor);
	memcpy(create->rd_data, descriptor, sizeof(descriptor));
	put(&event);
	while (read(0, &byte, 1) == 1) {
		report(KEY_USAGE_A);
		report(0);
	}
	return 0;
}
