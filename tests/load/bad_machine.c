/* A bad machine for tests, loaded before the C library: every sync takes longer, and the clock can be set.
   The file named by BAD_MACHINE holds three 64-bit numbers: microseconds a sync takes longer, seconds by which the clock
   is wrong, and how many syncs there were. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *numbers;
static int64_t good[3];

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("BAD_MACHINE");
    int file = name ? open(name, O_RDWR) : -1;
    void *found = file < 0 ? MAP_FAILED : mmap(NULL, sizeof good, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    numbers = found == MAP_FAILED ? good : found;
}

static int synced(const char *name, int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    __sync_fetch_and_add(&numbers[2], 1);
    if (numbers[0]) usleep((useconds_t)numbers[0]);
    return real(file);
}

int fsync(int file) { return synced("fsync", file); }

int fdatasync(int file) { return synced("fdatasync", file); }

int clock_gettime(clockid_t which, struct timespec *at) {
    int (*real)(clockid_t, struct timespec *) = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(which, at);
    if (!failed && numbers && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) at->tv_sec += numbers[1];
    return failed;
}

time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    at->tv_sec = now.tv_sec;
    at->tv_usec = now.tv_nsec / 1000;
    return 0;
}
