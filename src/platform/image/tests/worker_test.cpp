// A picture in a process of its own: what it may do, what becomes of one that goes too far, and that this process never notices.
#include "platform/image/worker.hpp"

#include "platform/image/cell.hpp"
#include "platform/image/tests/corpus.hpp"
#include "tests/support/run.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <functional>

namespace gavel::image {
namespace {

order small() {
    order o;
    o.sides = {200, 100};
    return o;
}
std::string answer(const std::string& content, const order& o = small()) {
    const auto done = render_apart(content, o, corpus::never);
    return std::string(done.made ? to_string(done.made->kind) : to_string(done.made.error()));
}

// The corpus is made in this process, which the product never does.
class apart : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_EQ(VIPS_INIT("image_test"), 0); }
};

TEST_F(apart, gives_the_same_answers) {
    EXPECT_EQ(answer(corpus::jpeg()), "jpeg");
    EXPECT_EQ(answer(corpus::heic()), "heic");
    EXPECT_EQ(answer(corpus::avif()), "avif");
    EXPECT_EQ(answer(corpus::webp()), "webp");
    EXPECT_EQ(answer(corpus::png()), "png");
    EXPECT_EQ(answer(corpus::png_claiming(50'000, 50'000)), "too_many_pixels");
    EXPECT_EQ(answer(corpus::jpeg().substr(0, 1000)), "damaged");
    EXPECT_EQ(answer(corpus::svg()), "not_accepted");
    const auto done = render_apart(corpus::jpeg(), small(), corpus::never);
    EXPECT_EQ(done.made->variants.size(), 6u);
    EXPECT_GT(done.memory_kib, 1000);
}

TEST_F(apart, no_other_reader_gets_to_see_it) {
    EXPECT_EQ(answer("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 10 +X 10\n"), "not_a_picture");
    EXPECT_EQ(answer("%!PS-Adobe-3.0 EPSF-3.0"), "not_a_picture");
    EXPECT_EQ(answer("push graphic-context\nimage over 0,0 0,0 'https://example.com/'"), "not_a_picture");
}

TEST_F(apart, time_ends) {
    auto o = small();
    o.limits.seconds_max = 0;
    EXPECT_EQ(answer(corpus::jpeg(), o), "too_costly");
    EXPECT_EQ(answer(corpus::jpeg()), "jpeg") << "and the next one is not concerned";
}

TEST_F(apart, nobody_waits_for_it_at_the_end) {
    const std::atomic<bool> stopping = true;
    EXPECT_THROW(render_apart(corpus::jpeg(), small(), stopping), stopped);
    boost::asio::io_context io{1};
    worker pool(1, 10);
    pool.stop();
    EXPECT_THROW(test::run_on(io, pool.render(std::make_shared<const std::string>(corpus::jpeg()), small())), stopped);
}

#ifndef __SANITIZE_ADDRESS__
TEST_F(apart, memory_ends) {
    auto o = small();
    o.limits.memory_mib_max = 16;
    EXPECT_THAT(answer(corpus::heic(corpus::plain(3000, 2000)), o), testing::AnyOf("too_costly", "damaged"));
    EXPECT_EQ(answer(corpus::heic()), "heic");
}
#endif

#ifdef __SANITIZE_ADDRESS__
constexpr long memory_mib_max = 1000;  // the sanitizer keeps what was freed for a while
#else
constexpr long memory_mib_max = 600;
#endif

// 200 million pixels in a file of 200 kB.
TEST_F(apart, a_bomb_flows_through_in_strips) {
    const auto bomb = corpus::png(corpus::VImage::black(20'000, 10'000));
    EXPECT_EQ(answer(bomb), "too_many_pixels");
    auto o = small();
    o.limits.pixels_max = 200'000'000;
    const auto done = render_apart(bomb, o, corpus::never);
    EXPECT_TRUE(done.made);
    EXPECT_LT(done.memory_kib, memory_mib_max * 1024);
}

TEST_F(apart, many_at_once_wait_for_each_other) {
    boost::asio::io_context io{1};
    worker pool(2, 3);
    const auto content = std::make_shared<const std::string>(corpus::jpeg());
    int made = 0, refused = 0;
    const auto count = [&](std::exception_ptr failed, const outcome&) { ++(failed ? refused : made); };
    for (int i = 0; i < 8; ++i) boost::asio::co_spawn(io, pool.render(content, small()), count);
    io.run_for(std::chrono::seconds(60));
    EXPECT_EQ(made + refused, 8);
    EXPECT_GE(made, 3);
    EXPECT_GE(refused, 1) << "the queue is bounded";
}

TEST_F(apart, leaves_no_process_and_no_file_behind) {
    const auto open_files = [] {
        return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
    };
    answer(corpus::jpeg());
    const auto before = open_files();
    for (int i = 0; i < 3; ++i) answer(corpus::jpeg());
    EXPECT_EQ(open_files(), before);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "no child is left";
}

// --- the cell ---

// What a process that is shut in manages to do, by the number of the attempt; 0: nothing.
int escapes() {
    const limits l;
    const pid_t parent = ::getppid();
    const int file = ::open("/dev/null", O_WRONLY);
    if (file < 0 || !shut_in(l)) return 100;
    int value = 0;
    iovec here{&value, sizeof value}, there{&value, sizeof value};
    const std::vector<std::function<bool()>> attempts{
        [] { return ::open("/etc/passwd", O_RDONLY) >= 0; },
        [] { return ::open("/tmp/gavel-escape", O_WRONLY | O_CREAT, 0600) >= 0; },
        [] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; },
        [] { return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0; },
        [] {
            int pair[2];
            return ::pipe(pair) == 0;
        },
        [&] { return ::dup(file) >= 0; },
        [] { return ::fork() >= 0; },
        [] { return ::execl("/bin/true", "true", nullptr) >= 0; },
        [&] { return ::kill(parent, 0) == 0; },
        [&] { return ::process_vm_readv(parent, &here, 1, &there, 1, 0) >= 0; },
        [] { return ::unlink("/tmp/gavel-escape") == 0 || errno == ENOENT; },
        [] { return ::chdir("/") == 0; },
        [] {
            rlimit wide{RLIM_INFINITY, RLIM_INFINITY};
            return ::setrlimit(RLIMIT_AS, &wide) == 0;
        },
        [&] { return ::write(file, "x", 1) != 1; },  // what it holds it may use
        // Not std::thread: the sanitizer looks at its object by a call that is not allowed here.
        [] {
            pthread_t thread{};
            const auto nothing = [](void*) -> void* { return nullptr; };
            return ::pthread_create(&thread, nullptr, nothing, nullptr) != 0 || ::pthread_join(thread, nullptr) != 0;
        },
    };
    for (std::size_t i = 0; i < attempts.size(); ++i)
        if (attempts[i]()) return static_cast<int>(i) + 1;
    return 0;
}

TEST(cell, has_no_door) {
    const pid_t child = ::fork();
    if (child == 0) std::_Exit(escapes());
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0) << "the number of the attempt that succeeded; 100: the system does not allow cells";
}

}  // namespace
}  // namespace gavel::image
