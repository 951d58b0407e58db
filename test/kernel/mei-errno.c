// SPDX-License-Identifier: Apache-2.0
// What the kernel's MEI driver answers, row by row (vm.md A): mei-errno GROUP ME_PID. One line `ok   row` or `FAIL row: found, wanted`
// each; figures are indented. The ME behind it is ours: it is reset with SIGUSR1, for half a second
// with SIGUSR2, and hung with SIGSTOP.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/mei.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define DEVICE "/dev/mei0"
#define QUEUE 50 // sysfs tx_queue_limit

static const uuid_le AMTHI = UUID_LE(0x12f80028, 0xb4b7, 0x4b2d, 0xac, 0xa8, 0x46, 0xe0, 0xff, 0x65, 0x81, 0x4c);
static const uuid_le MKHI = UUID_LE(0x8e6a6715, 0x9abc, 0x4043, 0x88, 0xef, 0x9e, 0x39, 0xc6, 0xf6, 0x3e, 0x0f);
static const uuid_le MKHI_FIXED = UUID_LE(0x55213584, 0x9a29, 0x4916, 0xba, 0xdf, 0x0f, 0xb7, 0xed, 0x68, 0x2a, 0xeb);
// Ours, virtual-me/hbm/clients.ts; it takes tags.
static const uuid_le TAGGED = UUID_LE(0xa317e001, 0xa677, 0x4a6d, 0x8e, 0x00, 0x76, 0x69, 0x72, 0x74, 0x75, 0x61);
static const uuid_le LME = UUID_LE(0x6733a4db, 0x0476, 0x4e7b, 0xb3, 0xaf, 0xbc, 0xfc, 0x29, 0xbe, 0xe7, 0xa7);
static const uuid_le NOBODY = UUID_LE(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

// AMTHI GetCodeVersions; the reply has some hundred bytes. MKHI GetFwVersion.
static const unsigned char code_versions[] = {1, 1, 0, 0, 0x1a, 0, 0, 4, 0, 0, 0, 0};
static const unsigned char fw_version[] = {0xff, 2, 0, 0};

static pid_t me;
static int failed;
static char buffer[1 << 17];

static const char *outcome(long value, int error)
{
	static char text[64];
	if (value >= 0)
		snprintf(text, sizeof text, "%ld", value);
	else
		snprintf(text, sizeof text, "%s", strerrorname_np(error));
	return text;
}

static void row(const char *what, const char *found, const char *wanted)
{
	int good = strcmp(found, wanted) == 0;
	if (good)
		printf("ok   %s: %s\n", what, found);
	else
		printf("FAIL %s: found %s, wanted %s\n", what, found, wanted);
	failed += !good;
	fflush(stdout);
}
#define ROW(what, wanted, call) do { errno = 0; long v = (long)(call); int e = errno; row(what, outcome(v, e), wanted); } while (0)

static void mask(const char *what, short found, short wanted)
{
	char a[16], b[16];
	snprintf(a, sizeof a, "0x%x", (unsigned short)found);
	snprintf(b, sizeof b, "0x%x", (unsigned short)wanted);
	row(what, a, b);
}

static int opened(int flags)
{
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC | flags);
	if (fd < 0) {
		printf("FAIL open %s: %s\n", DEVICE, strerrorname_np(errno));
		exit(1);
	}
	return fd;
}

static struct mei_client properties;
static int connected(int fd, uuid_le client)
{
	struct mei_connect_client_data data = {.in_client_uuid = client};
	int result = ioctl(fd, IOCTL_MEI_CONNECT_CLIENT, &data);
	if (result == 0)
		properties = data.out_client_properties;
	return result;
}

static int tagged(int fd, uuid_le client, int tag)
{
	struct mei_connect_client_data_vtag data = {.connect = {.in_client_uuid = client, .vtag = tag}};
	return ioctl(fd, IOCTL_MEI_CONNECT_CLIENT_VTAG, &data);
}

static short polled(int fd, short events, int timeout)
{
	struct pollfd p = {.fd = fd, .events = events};
	return poll(&p, 1, timeout) < 0 ? -1 : p.revents;
}

static long ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static long ask(int fd)
{
	return write(fd, code_versions, sizeof code_versions);
}

// A call that waits, in a thread of its own.
struct waiting {
	int fd;
	int poll;
	long value;
	int error;
	pthread_t thread;
	char bytes[8192];
};

static void *wait_there(void *of)
{
	struct waiting *w = of;
	errno = 0;
	w->value = w->poll ? polled(w->fd, POLLIN, -1) : read(w->fd, w->bytes, sizeof w->bytes);
	w->error = errno;
	return NULL;
}

// The calls that wait do so for ever: a third of a second is enough for the thread to get there.
static void begin(struct waiting *w, int fd, int is_poll)
{
	w->fd = fd;
	w->poll = is_poll;
	pthread_create(&w->thread, NULL, wait_there, w);
	usleep(300 * 1000);
}

static void on_signal(int number)
{
	(void)number;
}

static void before_and_after_connect(void)
{
	int fd = opened(0), second = opened(0);
	unsigned on = 1;

	ROW("ioctl number of CONNECT", "3222292481", IOCTL_MEI_CONNECT_CLIENT);
	ROW("ioctl number of NOTIFY_SET", "1074022402", IOCTL_MEI_NOTIFY_SET);
	ROW("ioctl number of NOTIFY_GET", "2147764227", IOCTL_MEI_NOTIFY_GET);
	ROW("ioctl number of CONNECT_VTAG", "3222554628", IOCTL_MEI_CONNECT_CLIENT_VTAG);
	ROW("read before connect", "ENODEV", read(fd, buffer, 10));
	ROW("write before connect", "ENODEV", write(fd, buffer, 10));
	ROW("NOTIFY_SET before connect", "ENODEV", ioctl(fd, IOCTL_MEI_NOTIFY_SET, &on));
	mask("poll before connect", polled(fd, POLLIN | POLLOUT, 100), POLLERR);
	ROW("connect, unknown client", "ENOTTY", connected(fd, NOBODY));
	ROW("unknown ioctl", "ENOTTY", ioctl(fd, 0x4899, buffer));
	ROW("connect AMTHI on the same descriptor after ENOTTY", "0", connected(fd, AMTHI));
	ROW("largest message of AMTHI", "5120", properties.max_msg_length);
	ROW("connect on a connected descriptor", "EBUSY", connected(fd, AMTHI));
	ROW("connect AMTHI from a second descriptor", "EBUSY", connected(second, AMTHI));
	ROW("connect with a tag where the client has none", "EOPNOTSUPP", tagged(second, MKHI, 3));
	ROW("connect with tag 0 where the client takes tags", "EINVAL", tagged(second, TAGGED, 0));
	ROW("NOTIFY_SET 5", "EINVAL", (on = 5, ioctl(fd, IOCTL_MEI_NOTIFY_SET, &on)));

	ROW("write more than the largest message", "EFBIG", write(fd, buffer, properties.max_msg_length + 1));
	ROW("write nothing", "0", write(fd, buffer, 0));
	ROW("read nothing", "0", read(fd, buffer, 0));
	ROW("pread", "ESPIPE", pread(fd, buffer, 10, 0));
	ROW("lseek", "ESPIPE", lseek(fd, 0, SEEK_SET));
	ROW("fcntl O_NONBLOCK", "0", fcntl(fd, F_SETFL, O_NONBLOCK));
	ROW("nonblocking read, nothing there", "EAGAIN", read(fd, buffer, sizeof buffer));
	ROW("write a request", "12", ask(fd));
	ROW("fsync", "0", fsync(fd));
	mask("poll for the reply", polled(fd, POLLIN, 5000), POLLIN);
	ROW("read the reply into 100 bytes", "100", read(fd, buffer, 100));
	ROW("the rest is still there: 10 bytes of it", "10", read(fd, buffer, 10));
	long rest = read(fd, buffer, sizeof buffer);
	row("one read never crosses a message", rest > 100 ? "some hundred bytes" : outcome(rest, errno), "some hundred bytes");
	printf("     reply of %ld bytes\n", rest + 110);

	ROW("close the first", "0", close(fd));
	ROW("connect AMTHI from the second after that", "0", connected(second, AMTHI));
	close(second);

	int a = opened(0), b = opened(0);
	ROW("connect MKHI by its fixed address", "0", connected(a, MKHI_FIXED));
	ROW("connect MKHI by its fixed address from a second descriptor", "EBUSY", connected(b, MKHI_FIXED));
	ROW("write to the fixed address", "4", write(a, fw_version, sizeof fw_version));
	long answer = read(a, buffer, sizeof buffer);
	row("read from the fixed address", answer >= 28 ? "a version" : outcome(answer, errno), "a version");
	close(a);
	close(b);
}

static void signals_and_threads(void)
{
	static struct waiting w;
	int fd = opened(0);
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};

	sigaction(SIGUSR2, &action, NULL);
	ROW("connect AMTHI", "0", connected(fd, AMTHI));
	begin(&w, fd, 0);
	pthread_kill(w.thread, SIGUSR2);
	pthread_join(w.thread, NULL);
	row("blocked read and a signal, SA_RESTART or not", outcome(w.value, w.error), "EINTR");
	begin(&w, fd, 0);
	ROW("write while another thread is blocked in read", "12", ask(fd));
	pthread_join(w.thread, NULL);
	row("that read", w.value > 100 ? "the reply" : outcome(w.value, w.error), "the reply");
	close(fd);
}

static void full_queue(void)
{
	int fd = opened(O_NONBLOCK), count = 0;
	long result;

	ROW("connect AMTHI", "0", connected(fd, AMTHI));
	kill(me, SIGSTOP);
	while ((result = ask(fd)) == sizeof code_versions && count < 400)
		count++;
	row("write into a full queue", outcome(result, errno), "EAGAIN");
	// One more went out with the credit that the ME gave at connect.
	row("messages that it took", count == QUEUE || count == QUEUE + 1 ? "the limit" : outcome(count, 0), "the limit");
	printf("     %d messages queued\n", count);
	mask("poll for writing then", polled(fd, POLLOUT, 100), 0);
	kill(me, SIGCONT);
	mask("poll for writing when the ME goes on", polled(fd, POLLOUT, 5000), POLLOUT);
	ROW("close with writes in the queue", "0", close(fd));
}

static int usable(void)
{
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void reset_under_us(void)
{
	static struct waiting reading, polling;
	int one = opened(0), two = opened(0), refused = 0;
	long began;

	ROW("connect AMTHI", "0", connected(one, AMTHI));
	ROW("connect MKHI", "0", connected(two, MKHI));
	begin(&reading, one, 0);
	begin(&polling, two, 1);
	began = ms();
	kill(me, SIGUSR2);
	while (!refused && ms() - began < 5000) {
		if (usable())
			usleep(1000);
		else
			refused = errno;
	}
	row("open during the reset", refused ? strerrorname_np(refused) : "opened", "ENODEV");
	pthread_join(reading.thread, NULL);
	pthread_join(polling.thread, NULL);
	row("blocked read when the ME resets", outcome(reading.value, reading.error), "ENODEV");
	mask("blocked poll when the ME resets", polling.value, POLLERR);
	while (!usable() && ms() - began < 10000)
		usleep(1000);
	row("the device is usable again", ms() - began < 10000 ? "yes" : "no", "yes");
	printf("     usable again after %ld ms\n", ms() - began);
	ROW("read on a descriptor of before", "ENODEV", read(one, buffer, 10));
	ROW("write on a descriptor of before", "ENODEV", write(one, buffer, 10));
	mask("poll on a descriptor of before", polled(one, POLLIN | POLLOUT, 100), POLLERR);
	close(one);
	close(two);
	one = opened(0);
	ROW("connect AMTHI on a new descriptor", "0", connected(one, AMTHI));
	ROW("write a request", "12", ask(one));
	mask("poll for the reply", polled(one, POLLIN, 5000), POLLIN);
	close(one);
}

static void hung(void)
{
	int fd = opened(O_NONBLOCK);
	long began = ms(), took;

	kill(me, SIGSTOP);
	ROW("connect to a hung ME, O_NONBLOCK or not", "EFAULT", connected(fd, AMTHI));
	took = ms() - began;
	row("it blocks for 15 to 30 s", took >= 15000 && took <= 30000 ? "yes" : outcome(took, 0), "yes");
	printf("     connect took %ld ms\n", took);
	kill(me, SIGCONT);
	close(fd);
	// The driver gave up while its disconnect was still queued: the ME only hears of the connect, and keeps it until a reset
	usleep(500 * 1000);
	fd = opened(0);
	printf("     connect when it goes on: %s\n", connected(fd, AMTHI) == 0 ? "0" : strerrorname_np(errno));
	close(fd);
	kill(me, SIGUSR1);
	usleep(300 * 1000);
	for (began = ms(); !usable() && ms() - began < 10000;)
		usleep(1000);
	// A descriptor that failed is not used again, as after a reset
	for (fd = opened(0); connected(fd, AMTHI) != 0 && ms() - began < 10000; fd = opened(0)) {
		close(fd);
		usleep(20 * 1000);
	}
	row("connect after it was reset", ms() - began < 10000 ? "0" : strerrorname_np(errno), "0");

	kill(me, SIGSTOP);
	began = ms();
	close(fd);
	took = ms() - began;
	row("close of a hung ME blocks for 5 to 30 s", took >= 5000 && took <= 30000 ? "yes" : outcome(took, 0), "yes");
	printf("     close took %ld ms\n", took);
	kill(me, SIGCONT);
}

// Takes a client as soon as it is free and keeps it until it is killed.
static void keep(uuid_le client)
{
	int fd = opened(0);
	while (connected(fd, client) != 0 && errno == EBUSY)
		usleep(1000);
	printf("%s\n", properties.max_msg_length > 0 ? "held" : strerrorname_np(errno));
	fflush(stdout);
	for (;;)
		pause();
}
static void hold(void)
{
	keep(AMTHI);
}
static void hold_lme(void)
{
	keep(LME);
}

int main(int count, char **arguments)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} groups[] = {
		{"calls", before_and_after_connect}, {"signals", signals_and_threads}, {"queue", full_queue},
		{"reset", reset_under_us}, {"hung", hung}, {"hold", hold}, {"hold-lme", hold_lme},
	};
	if (count == 3) {
		me = atoi(arguments[2]);
		for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
			if (strcmp(groups[i].name, arguments[1]) == 0) {
				groups[i].run();
				return failed > 0;
			}
		}
	}
	fprintf(stderr, "mei-errno calls|signals|queue|reset|hung|hold|hold-lme ME_PID\n");
	return 2;
}
