#include "platform/image/cell.hpp"

#include "platform/image/channel.hpp"

#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

namespace gavel::image {

namespace {

// The sanitizers reserve more address space than any limit would allow.
constexpr bool is_sanitized =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    true;
#else
    false;
#endif

bool bound(__rlimit_resource what, rlim_t to) {
    const rlimit both{to, to};
    return ::setrlimit(what, &both) == 0;
}

// All that decoding needs: memory, threads, clocks, and the descriptors it holds. Anything else fails with EPERM.
constexpr std::array harmless{
    SCMP_SYS(brk),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_setaffinity),
    SCMP_SYS(getcpu),
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(close),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    SCMP_SYS(getrusage),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

bool filter_calls() {
    const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release);
    if (!filter) return false;
    bool complete = true;
    const auto add = [&](auto... rule) { complete = seccomp_rule_add(filter.get(), rule...) == 0 && complete; };
    for (const int call : harmless) add(SCMP_ACT_ALLOW, call, 0u);
    // Threads, but no processes; clone3 cannot be looked into, so the library is told to do without it.
    add(SCMP_ACT_ALLOW, SCMP_SYS(clone), 1u, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    add(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0u);
    // Signals to itself only: how a failed assertion ends.
    add(SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1u, SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));
    return complete && seccomp_load(filter.get()) == 0;
}

}  // namespace

bool shut_in(const limits& l) {
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && bound(RLIMIT_CORE, 0) &&
           bound(RLIMIT_CPU, static_cast<rlim_t>(l.seconds_max)) && bound(RLIMIT_FSIZE, result_bytes_max) &&
           (is_sanitized || bound(RLIMIT_AS, static_cast<rlim_t>(l.memory_mib_max) * 1024 * 1024)) && bound(RLIMIT_NOFILE, 0) &&
           filter_calls();
}

}  // namespace gavel::image
