#include "platform/process/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <system_error>

namespace gavel::process {
namespace {

constexpr std::size_t errors_bytes_max = 8 * 1024;
constexpr int pipe_bytes = 1024 * 1024;  // what Linux gives to everybody: programs that hand over much change places less often
constexpr int inherited = 3;             // descriptors below this are the standard streams

[[noreturn]] void fail(const char* step) { throw std::system_error(errno, std::generic_category(), step); }

class handle {
public:
    explicit handle(int fd = -1) : fd_(fd) {}
    handle(handle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    handle& operator=(handle&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~handle() { close(); }

    void close() {
        if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    }
    int get() const { return fd_; }  // -1, which poll passes over, once closed
    int release() { return std::exchange(fd_, -1); }

private:
    int fd_;
};

struct pipe_ends {
    handle to_read, to_write;
};

// Above the standard streams, also if this process was started without them: the child's ends are copied there.
handle above_standard(int fd) {
    handle given(fd);
    if (fd >= inherited) return given;
    handle moved(::fcntl(fd, F_DUPFD_CLOEXEC, inherited));
    if (moved.get() < 0) fail("a pipe to a program cannot be made");
    return moved;
}

pipe_ends make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("a pipe to a program cannot be made");
    handle second(ends[1]);
    pipe_ends made;
    made.to_read = above_standard(ends[0]);
    made.to_write = above_standard(second.release());
    return made;
}

void do_not_block(const handle& ours) {
    if (::fcntl(ours.get(), F_SETFL, ::fcntl(ours.get(), F_GETFL) | O_NONBLOCK) < 0) fail("a pipe to a program cannot be set up");
}

// "A=b" for execve, which wants it writable and ended by a null.
class word_list {
public:
    explicit word_list(std::vector<std::string> words) : words_(std::move(words)) {
        for (auto& each : words_) pointers_.push_back(each.data());
        pointers_.push_back(nullptr);
    }
    word_list(const word_list&) = delete;
    word_list& operator=(const word_list&) = delete;
    char* const* get() const { return pointers_.data(); }

private:
    std::vector<std::string> words_;
    std::vector<char*> pointers_;
};

word_list environment_of(const command& what) {
    const char* path = std::getenv("PATH");
    std::map<std::string, std::string> all{{"PATH", path ? path : "/usr/local/bin:/usr/bin:/bin"}, {"LC_ALL", "C"}, {"TZ", "UTC"}};
    for (const auto& [name, value] : what.environment) all[name] = value;
    std::vector<std::string> lines;
    for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
    return word_list(std::move(lines));
}

// The three standard streams of the child and nothing else.
class streams {
public:
    streams(const handle& pipe, int as, const handle& errors) {
        posix_spawn_file_actions_init(&list_);
        const int other = as == STDIN_FILENO ? STDOUT_FILENO : STDIN_FILENO;
        posix_spawn_file_actions_addopen(&list_, other, "/dev/null", O_RDWR, 0);
        posix_spawn_file_actions_adddup2(&list_, pipe.get(), as);
        posix_spawn_file_actions_adddup2(&list_, errors.get(), STDERR_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&list_, inherited);
    }
    ~streams() { posix_spawn_file_actions_destroy(&list_); }
    streams(const streams&) = delete;
    streams& operator=(const streams&) = delete;
    const posix_spawn_file_actions_t* get() const { return &list_; }

private:
    posix_spawn_file_actions_t list_;
};

// A session of its own, and signals as if started from a shell: ignored and blocked ones would be inherited.
class manners {
public:
    manners() {
        posix_spawnattr_init(&set_);
        sigset_t none, all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&set_, &none);
        posix_spawnattr_setsigdefault(&set_, &all);
        posix_spawnattr_setflags(&set_, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~manners() { posix_spawnattr_destroy(&set_); }
    manners(const manners&) = delete;
    manners& operator=(const manners&) = delete;
    const posix_spawnattr_t* get() const { return &set_; }

private:
    posix_spawnattr_t set_;
};

pid_t spawn(const command& what, const handle& pipe, int as, const handle& errors) {
    if (what.words.empty()) throw not_started("No program was named.");
    const word_list words(what.words), environment = environment_of(what);
    const streams seen(pipe, as, errors);
    const manners kept;
    pid_t started = 0;
    const int failed = ::posix_spawnp(&started, what.words.front().c_str(), seen.get(), kept.get(), words.get(), environment.get());
    if (failed == ENOENT) throw not_started("The program " + what.words.front() + " is not installed, or not where PATH leads to.");
    if (failed != 0) throw not_started("The program " + what.words.front() + " cannot be started: " + std::strerror(failed) + ".");
    return started;
}

// While it lives, a write into a pipe that nobody reads is an error and no signal for this thread.
class pipe_signal_held {
public:
    pipe_signal_held() {
        sigemptyset(&only_);
        sigaddset(&only_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &only_, &before_);
    }
    ~pipe_signal_held() {
        const timespec at_once{};
        if (raised_ && !sigismember(&before_, SIGPIPE)) sigtimedwait(&only_, nullptr, &at_once);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    pipe_signal_held(const pipe_signal_held&) = delete;
    pipe_signal_held& operator=(const pipe_signal_held&) = delete;
    void raised() { raised_ = true; }

private:
    sigset_t only_, before_;
    bool raised_ = false;
};

}  // namespace

struct child::state {
    pid_t id = 0;  // 0: waited for
    handle pipe, errors, ended;
    outcome end;

    ~state() {
        if (id == 0) return;
        ::kill(-id, SIGKILL);  // the whole session
        wait_for_end();
    }

    void wait_for_end() {
        int status = 0;
        while (::waitpid(id, &status, 0) < 0)
            if (errno != EINTR) return;
        id = 0;
        end.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }

    // What it has said until now, without waiting.
    void take_errors() {
        std::array<char, 4096> some;
        while (errors.get() >= 0) {
            const auto got = ::read(errors.get(), some.data(), some.size());
            if (got < 0 && errno == EINTR) continue;
            if (got < 0 && errno == EAGAIN) return;
            if (got <= 0) return errors.close();
            end.errors.append(some.data(), static_cast<std::size_t>(got));
            if (end.errors.size() > errors_bytes_max) end.errors.erase(0, end.errors.size() - errors_bytes_max);
        }
    }

    // Until `fd` is ready. The error stream is emptied meanwhile: a program that cannot complain stands still.
    void wait_for(const handle& fd, short what) {
        for (;;) {
            std::array<pollfd, 2> watched{{{fd.get(), what, 0}, {errors.get(), POLLIN, 0}}};
            if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) fail("a program cannot be waited for");
            if (watched[1].revents != 0) take_errors();
            if (watched[0].revents != 0) return;
        }
    }
};

child::child(const command& what, direction d) : state_(std::make_unique<state>()) {
    auto data = make_pipe(), errors = make_pipe();
    const bool reads = d == direction::reads_from_it;
    auto& ours = reads ? data.to_read : data.to_write;
    auto& its = reads ? data.to_write : data.to_read;
    do_not_block(ours);
    do_not_block(errors.to_read);
    ::fcntl(ours.get(), F_SETPIPE_SZ, pipe_bytes);  // what it has is enough if there is no more
    state_->id = spawn(what, its, reads ? STDOUT_FILENO : STDIN_FILENO, errors.to_write);
    state_->pipe = std::move(ours);
    state_->errors = std::move(errors.to_read);
    state_->ended = handle(static_cast<int>(::syscall(SYS_pidfd_open, state_->id, 0)));
    if (state_->ended.get() < 0) fail("a program cannot be watched");
}

child::~child() = default;
child::child(child&&) noexcept = default;

std::size_t child::read(char* into, std::size_t count) {
    auto& s = *state_;
    for (;;) {
        const auto got = ::read(s.pipe.get(), into, count);
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EAGAIN && errno != EINTR) fail("a program's output cannot be read");
        s.wait_for(s.pipe, POLLIN);
    }
}

bool child::write(std::string_view bytes) {
    auto& s = *state_;
    pipe_signal_held held;
    while (!bytes.empty()) {
        const auto done = ::write(s.pipe.get(), bytes.data(), bytes.size());
        if (done >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(done));
        } else if (errno == EPIPE) {
            held.raised();
            return false;
        } else if (errno == EAGAIN || errno == EINTR) {
            s.wait_for(s.pipe, POLLOUT);
        } else {
            fail("a program's input cannot be written");
        }
    }
    return true;
}

outcome child::finish() {
    auto& s = *state_;
    s.pipe.close();
    if (s.id == 0) return s.end;
    s.wait_for(s.ended, POLLIN);
    s.take_errors();  // what somebody else may still say there is not waited for
    s.errors.close();
    s.wait_for_end();
    return s.end;
}

}  // namespace gavel::process
