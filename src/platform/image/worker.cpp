#include "platform/image/worker.hpp"

#include "platform/image/channel.hpp"
#include "platform/image/child.hpp"
#include "platform/image/pack.hpp"
#include "platform/observe/log.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace gavel::image {

namespace {

constexpr const char* this_program = "/proc/self/exe";

[[noreturn]] void fail(const char* step, int error_number) { throw std::system_error(error_number, std::generic_category(), step); }

// What a child gets to see: three empty standard streams, the picture, room for the answer, and an environment without secrets.
class actions {
public:
    actions(int input, int output) {
        posix_spawn_file_actions_init(&list_);
        for (const int standard : {0, 1, 2})
            posix_spawn_file_actions_addopen(&list_, standard, "/dev/null", standard == 0 ? O_RDONLY : O_WRONLY, 0);
        posix_spawn_file_actions_adddup2(&list_, input, child_input);
        posix_spawn_file_actions_adddup2(&list_, output, child_output);
        posix_spawn_file_actions_addclosefrom_np(&list_, child_output + 1);
    }
    ~actions() { posix_spawn_file_actions_destroy(&list_); }
    actions(const actions&) = delete;
    actions& operator=(const actions&) = delete;
    const posix_spawn_file_actions_t* get() const { return &list_; }

private:
    posix_spawn_file_actions_t list_;
};

pid_t spawn(int input, int output, const order& wanted) {
    std::string name("gavel"), word(child_word), asked = write_order(wanted), language("LC_ALL=C");
    const std::array<char*, 4> arguments{name.data(), word.data(), asked.data(), nullptr};
    const std::array<char*, 2> environment{language.data(), nullptr};
    const actions prepared(input, output);
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, this_program, prepared.get(), nullptr, arguments.data(), environment.data());
    if (failed != 0) fail("a process for a picture cannot be started", failed);
    return child;
}

constexpr std::chrono::milliseconds looks_up_every{200};  // whether the server stops

// True: it ended by itself in time. In any case it is still to be waited for.
bool ends_within(pid_t child, std::chrono::seconds limit, const std::atomic<bool>& stopping) {
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
    if (handle < 0) return false;
    const auto until = std::chrono::steady_clock::now() + limit;
    int ready = 0;
    for (auto left = std::chrono::milliseconds(limit); left.count() > 0 && ready <= 0 && !stopping;) {
        pollfd watched{handle, POLLIN, 0};
        ready = ::poll(&watched, 1, static_cast<int>(std::min(left, looks_up_every).count()));
        left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    }
    ::close(handle);
    return ready > 0;
}

reason reason_of(int status) {
    const bool too_much = WIFSIGNALED(status) ? WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGXFSZ
                                              : WEXITSTATUS(status) == child_out_of_memory;
    return too_much ? reason::too_costly : reason::damaged;
}

}  // namespace

outcome render_apart(std::string_view content, const order& wanted, const std::atomic<bool>& stopping) {
    if (stopping) throw stopped();
    outcome o{std::unexpected(reason::damaged), 0};
    // The cheap questions first: most of what is no picture needs no process.
    if (const auto kind = recognise(content); !kind) {
        o.made = std::unexpected(kind.error());
        return o;
    }
    const channel input("picture"), output("variants");
    write_channel(input.get(), content);
    const auto child = spawn(input.get(), output.get(), wanted);
    const bool in_time = ends_within(child, std::chrono::seconds(wanted.limits.seconds_max), stopping);
    if (!in_time) ::kill(child, SIGKILL);
    int status = 0;
    rusage used{};
    while (::wait4(child, &status, 0, &used) < 0)
        if (errno != EINTR) fail("a process for a picture cannot be waited for", errno);
    o.memory_kib = used.ru_maxrss;
    if (stopping && !in_time) throw stopped();
    if (WIFEXITED(status) && WEXITSTATUS(status) == child_not_ready)
        throw std::runtime_error(
            "the process for a picture does not come to work: libvips does not start or the system does not let it be shut in");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        o.made = std::unexpected(reason_of(status));
        log::warning("image.child_failed", "exit", WIFEXITED(status) ? WEXITSTATUS(status) : 0, "signal",
                     WIFSIGNALED(status) ? WTERMSIG(status) : 0, "in_time", in_time, "bytes", content.size());
        return o;
    }
    auto made = read_result(read_channel(output.get(), result_bytes_max), wanted);
    if (made) o.made = std::move(*made);
    else log::warning("image.child_lied", "bytes", content.size());
    return o;
}

boost::asio::awaitable<outcome> worker::render(std::shared_ptr<const std::string> content, order wanted) {
    auto work = [&] { return render_apart(*content, wanted, stopping_); };
    co_return co_await waiters_.run(std::move(work));
}

}  // namespace gavel::image
