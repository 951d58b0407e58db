// SPDX-License-Identifier: Apache-2.0
// A program that knows the kernel's interface to the ME (linux/mei.h) and nothing of ours.
//   cuse-client versions DEVICE   what AMT says of itself (GetCodeVersions)
//   cuse-client rows DEVICE       errors and events, one line each: ok or FAIL
//   cuse-client reset DEVICE      the same for an ME that resets when it is asked something over AMTHI
//   cuse-client woken DEVICE      a reply that comes later ends a poll and an epoll that wait
//   cuse-client round DEVICE N    N exchanges; the median time in microseconds
//   cuse-client churn DEVICE N    N times open, connect, exchange, close
//   cuse-client crowd DEVICE N    8 processes at once, each N times connect, exchange, close
//   cuse-client hold DEVICE       keeps AMTHI until standard input ends
//   cuse-client parked DEVICE     waits in read() until that ends
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <linux/mei.h>

static const uuid_le AMTHI = UUID_LE(0x12f80028, 0xb4b7, 0x4b2d, 0xac, 0xa8, 0x46, 0xe0, 0xff, 0x65, 0x81, 0x4c);
static const uuid_le MKHI = UUID_LE(0x8e6a6715, 0x9abc, 0x4043, 0x88, 0xef, 0x9e, 0x39, 0xc6, 0xf6, 0x3e, 0x0f);
static const uuid_le NOBODY = UUID_LE(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
static const uint8_t getCodeVersions[12] = {1, 1, 0, 0, 0x1a, 0, 0, 4};
static const uint8_t getUuid[12] = {1, 1, 0, 0, 0x5c, 0, 0, 4};
static const uint8_t getFirmwareVersion[4] = {0xff, 0x02};

static const char *device;
static int failed;

static int openDevice(int flags) { return open(device, O_RDWR | O_CLOEXEC | flags); }

static int attach(int fd, const uuid_le *client, struct mei_connect_client_data *data) {
  struct mei_connect_client_data own;
  if (!data) data = &own;
  memset(data, 0, sizeof *data);
  data->in_client_uuid = *client;
  return ioctl(fd, IOCTL_MEI_CONNECT_CLIENT, data);
}

static int attachTagged(int fd, const uuid_le *client, int tag) {
  struct mei_connect_client_data_vtag data = {0};
  data.connect.in_client_uuid = *client;
  data.connect.vtag = tag;
  return ioctl(fd, IOCTL_MEI_CONNECT_CLIENT_VTAG, &data);
}

static int polled(int fd, short events, int ms) {
  struct pollfd one = {fd, events, 0};
  return poll(&one, 1, ms) < 0 ? -1 : one.revents;
}

/* A connected descriptor, or the end. */
static int connected(const uuid_le *client, int flags) {
  int fd = openDevice(flags);
  if (fd < 0 || attach(fd, client, NULL) < 0) {
    perror(device);
    exit(1);
  }
  return fd;
}

/* wanted: 0 or more, or minus an error. */
static void row(const char *what, long result, long wanted) {
  int error = errno;
  long got = result < 0 ? -error : result;
  if (got == wanted) {
    printf("ok   %s\n", what);
  } else {
    failed++;
    printf("FAIL %s: %ld", what, got);
    if (got < 0) printf(" (%s)", strerror(error));
    printf(", expected %ld\n", wanted);
  }
  fflush(stdout);
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static bool exchange(int fd, const uint8_t *request, size_t size, size_t least) {
  uint8_t reply[5120];
  return write(fd, request, size) == (ssize_t)size && read(fd, reply, sizeof reply) >= (ssize_t)least;
}

static int versions(void) {
  uint8_t reply[5120];
  int fd = openDevice(0);
  struct mei_connect_client_data data;
  if (fd < 0 || attach(fd, &AMTHI, &data) < 0) return perror(device), 1;
  if (data.out_client_properties.max_msg_length > sizeof reply) return 1;
  if (write(fd, getCodeVersions, sizeof getCodeVersions) != sizeof getCodeVersions) return perror("write"), 1;
  if (polled(fd, POLLIN, 10000) != POLLIN) return fputs("poll\n", stderr), 1;
  ssize_t size = read(fd, reply, data.out_client_properties.max_msg_length);
  /* Header and status 16, BIOS 65, count 4, then 42 bytes each: two texts of 2 + 20, the length first. */
  if (size < 85) return fprintf(stderr, "%zd bytes\n", size), 1;
  uint32_t count;
  memcpy(&count, reply + 81, sizeof count);
  if (size < (ssize_t)(85 + count * 44)) return fprintf(stderr, "%u versions in %zd bytes\n", count, size), 1;
  for (uint32_t i = 0; i < count; i++) {
    const char *at = (const char *)reply + 85 + i * 44;
    printf("%.20s %.20s\n", at + 2, at + 24);
  }
  close(fd);
  return 0;
}

static void nothing(int signal) { (void)signal; }

struct call {
  int fd;
  long result;
  int error;
};
static void *readThread(void *given) {
  struct call *call = given;
  uint8_t reply[5120];
  call->result = read(call->fd, reply, sizeof reply);
  call->error = errno;
  return NULL;
}
static void *pollThread(void *given) {
  struct call *call = given;
  call->result = polled(call->fd, POLLIN, 20000);
  return NULL;
}

static int rows(void) {
  uint8_t buffer[8192] = {0};
  unsigned value = 1;
  int fd = openDevice(0);
  row("read before connecting: ENODEV", read(fd, buffer, 10), -ENODEV);
  row("write before connecting: ENODEV", write(fd, buffer, 10), -ENODEV);
  row("poll before connecting: POLLERR", polled(fd, POLLIN | POLLOUT, 1000), POLLERR);
  row("NOTIFY_SET before connecting: ENODEV", ioctl(fd, IOCTL_MEI_NOTIFY_SET, &value), -ENODEV);
  row("unknown ioctl: ENOTTY", ioctl(fd, _IOWR('H', 0x77, uint32_t), &value), -ENOTTY);
  row("unknown client: ENOTTY", attach(fd, &NOBODY, NULL), -ENOTTY);
  struct mei_connect_client_data data;
  row("the same descriptor then connects", attach(fd, &AMTHI, &data), 0);
  row("largest message 5120", data.out_client_properties.max_msg_length, 5120);
  row("the UUID's end stays behind the five bytes", memcmp((uint8_t *)&data + 5, (uint8_t *)&AMTHI + 5, 11), 0);
  row("connecting twice: EBUSY", attach(fd, &AMTHI, NULL), -EBUSY);
  row("connecting twice, unknown client: EBUSY", attach(fd, &NOBODY, NULL), -EBUSY);
  int second = openDevice(O_NONBLOCK);
  row("a second connection of a client that has one: EBUSY", attach(second, &AMTHI, NULL), -EBUSY);
  row("its descriptor connects to another", attach(second, &MKHI, NULL), 0);
  int third = openDevice(0);
  row("tagged, a client without tags: EOPNOTSUPP", attachTagged(third, &AMTHI, 3), -EOPNOTSUPP);
  row("tagged, unknown client: ENOTTY", attachTagged(third, &NOBODY, 3), -ENOTTY);
  close(third);
  value = 2;
  row("NOTIFY_SET 2: EINVAL", ioctl(fd, IOCTL_MEI_NOTIFY_SET, &value), -EINVAL);
  value = 1;
  row("NOTIFY_SET 1", ioctl(fd, IOCTL_MEI_NOTIFY_SET, &value), 0);
  row("NOTIFY_GET, nonblocking, nothing there: EAGAIN", ioctl(second, IOCTL_MEI_NOTIFY_GET, &value), -EAGAIN);
  row("a message too large: EFBIG", write(fd, buffer, 5121), -EFBIG);
  row("write of nothing", write(fd, buffer, 0), 0);
  row("read of nothing", read(fd, buffer, 0), 0);
  row("nonblocking read, nothing there: EAGAIN", read(second, buffer, 100), -EAGAIN);
  row("poll, nothing to read", polled(fd, POLLIN | POLLOUT, 0), POLLOUT);
  row("poll waits as long as it is told", polled(fd, POLLIN, 50), 0);
  row("write", write(fd, getUuid, sizeof getUuid), sizeof getUuid);
  row("poll, something to read", polled(fd, POLLIN | POLLOUT, 5000), POLLIN | POLLOUT);
  row("a short buffer gets the first part", read(fd, buffer, 10), 10);
  row("write again before the rest is read", write(fd, getUuid, sizeof getUuid), sizeof getUuid);
  row("the next read gets the rest and no more", read(fd, buffer, sizeof buffer), 22);
  row("then the next message", read(fd, buffer, sizeof buffer), 32);
  int many = 0;
  while (many < 1000 && write(second, getFirmwareVersion, 4) == 4) many++;
  row("nobody reads: 50 replies wait, the 51st request does not go out", many, 50);
  row("then EAGAIN", write(second, getFirmwareVersion, 4), -EAGAIN);
  row("poll: no room", polled(second, POLLOUT, 0), 0);
  row("one is read", read(second, buffer, sizeof buffer), 28);
  row("poll: room again", polled(second, POLLOUT, 5000), POLLOUT);

  struct sigaction act = {.sa_handler = nothing};
  sigaction(SIGUSR1, &act, NULL);
  struct call call = {.fd = fd};
  pthread_t thread;
  pthread_create(&thread, NULL, readThread, &call);
  usleep(300000);
  pthread_kill(thread, SIGUSR1);
  pthread_join(thread, NULL);
  errno = call.error;
  row("a read that waits, interrupted by a signal: EINTR", call.result, -EINTR);
  row("the descriptor still works", exchange(fd, getUuid, sizeof getUuid, 32), true);
  pthread_create(&thread, NULL, readThread, &call);
  usleep(300000);
  row("write while another thread waits in read", write(fd, getUuid, sizeof getUuid), sizeof getUuid);
  pthread_join(thread, NULL);
  row("which gets the reply", call.result, 32);
  close(fd);
  fd = openDevice(0);
  row("the client is free as soon as close() is done", attach(fd, &AMTHI, NULL), 0);
  close(fd);
  close(second);
  return failed;
}

static int reset(void) {
  int idle = connected(&MKHI, 0);
  struct call waits = {.fd = idle}, polls = {.fd = idle};
  pthread_t one, two;
  pthread_create(&one, NULL, readThread, &waits);
  pthread_create(&two, NULL, pollThread, &polls);
  usleep(300000);
  int fd = connected(&AMTHI, 0);
  uint8_t buffer[64];
  row("write to an ME that resets on it", write(fd, getUuid, sizeof getUuid), sizeof getUuid);
  row("then read: ENODEV", read(fd, buffer, sizeof buffer), -ENODEV);
  row("then write: ENODEV", write(fd, getUuid, sizeof getUuid), -ENODEV);
  row("then poll: POLLERR", polled(fd, POLLIN | POLLOUT, 1000), POLLERR);
  pthread_join(one, NULL);
  pthread_join(two, NULL);
  errno = waits.error;
  row("a read of another client that waits: ENODEV", waits.result, -ENODEV);
  row("a poll that waits: POLLERR", polls.result, POLLERR);
  close(idle);
  close(fd);
  fd = connected(&AMTHI, 0);
  row("a new descriptor works", exchange(fd, getUuid, sizeof getUuid, 32), true);
  close(fd);
  return failed;
}

/* Asks half a second from now. */
static void *askThread(void *given) {
  int fd = *(int *)given;
  usleep(500000);
  return write(fd, getUuid, sizeof getUuid) == sizeof getUuid ? given : NULL;
}
static int woken(void) {
  uint8_t buffer[64];
  int fd = connected(&AMTHI, 0);
  int queue = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(queue, EPOLL_CTL_ADD, fd, &event);
  for (int turn = 0; turn < 4; turn++) {
    pthread_t asks;
    void *asked;
    uint64_t began = now();
    pthread_create(&asks, NULL, askThread, &fd);
    if (turn % 2) row("poll() waits and is woken", polled(fd, POLLIN, 20000), POLLIN);
    else row("epoll_wait() waits and is woken", epoll_wait(queue, &event, 1, 20000), 1);
    uint64_t took = now() - began;
    row("by the reply: neither before it nor by the end of its patience", took >= 500000 && took < 5000000, true);
    pthread_join(asks, &asked);
    row("which is there", asked ? read(fd, buffer, sizeof buffer) : 0, 32);
  }
  return failed;
}

static int ascending(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}
static int rounds(int count) {
  uint64_t *times = calloc(count, sizeof *times);
  int fd = connected(&AMTHI, 0);
  for (int i = 0; i < count; i++) {
    uint64_t began = now();
    if (!exchange(fd, getUuid, sizeof getUuid, 32)) return perror("exchange"), 1;
    times[i] = now() - began;
  }
  qsort(times, count, sizeof *times, ascending);
  printf("%llu\n", (unsigned long long)times[count / 2]);
  return 0;
}

static int churn(int count) {
  for (int i = 0; i < count; i++) {
    int fd = connected(&AMTHI, 0);
    if (!exchange(fd, getUuid, sizeof getUuid, 32)) return perror("exchange"), 1;
    close(fd);
  }
  return 0;
}

/* Whoever finds the client taken comes again: all get their turns, and nobody another's reply. */
static int crowd(int count) {
  for (int child = 0; child < 8; child++) {
    if (fork() != 0) continue;
    for (int i = 0; i < count; i++) {
      int fd = openDevice(0);
      const uuid_le *client = child % 2 ? &MKHI : &AMTHI;
      while (attach(fd, client, NULL) < 0) {
        if (errno != EBUSY) _exit(1);
        usleep(1000);
      }
      bool good = child % 2 ? exchange(fd, getFirmwareVersion, 4, 28) : exchange(fd, getUuid, sizeof getUuid, 32);
      if (!good) _exit(2);
      close(fd);
    }
    _exit(0);
  }
  int bad = 0, status;
  while (wait(&status) > 0) bad += status != 0;
  return bad;
}

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "usage: see the source\n"), 2;
  const char *what = argv[1];
  int count = argc > 3 ? atoi(argv[3]) : 100;
  device = argv[2];
  if (!strcmp(what, "versions")) return versions();
  if (!strcmp(what, "rows")) return rows() > 0;
  if (!strcmp(what, "reset")) return reset() > 0;
  if (!strcmp(what, "woken")) return woken() > 0;
  if (!strcmp(what, "round")) return rounds(count);
  if (!strcmp(what, "churn")) return churn(count);
  if (!strcmp(what, "crowd")) return crowd(count);
  int fd = connected(&AMTHI, 0);
  uint8_t buffer[64];
  puts("held");
  fflush(stdout);
  if (!strcmp(what, "hold")) return read(0, buffer, sizeof buffer) > 0;
  if (strcmp(what, "parked")) return 2;
  ssize_t result = read(fd, buffer, sizeof buffer);
  printf("%s\n", result < 0 ? strerrorname_np(errno) : "data");
  return 0;
}
