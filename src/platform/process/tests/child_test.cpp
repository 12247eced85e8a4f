#include "platform/process/child.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include <gmock/gmock.h>

namespace gavel::process {
namespace {

using direction = child::direction;
using testing::HasSubstr;

constexpr std::size_t more_than_a_pipe = 3'000'000;

command shell(std::string script) { return {{"sh", "-c", std::move(script)}, {}}; }

std::string all_of(child& from) {
    std::string text, some(100'000, '\0');
    while (const auto got = from.read(some.data(), some.size())) text.append(some, 0, got);
    return text;
}

std::string output_of(const command& what) {
    child from(what, direction::reads_from_it);
    auto text = all_of(from);
    EXPECT_EQ(from.finish().code, 0);
    return text;
}

outcome end_of(const command& what) {
    child from(what, direction::reads_from_it);
    all_of(from);
    return from.finish();
}

std::size_t open_descriptors() {
    const auto all = std::filesystem::directory_iterator("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

TEST(child, gives_its_output) {
    EXPECT_EQ(output_of(shell("printf 'one\\0two'")), std::string("one\0two", 7));
    EXPECT_EQ(output_of(shell("exit 0")), "");
    EXPECT_EQ(output_of(shell("head -c " + std::to_string(more_than_a_pipe) + " /dev/zero")), std::string(more_than_a_pipe, '\0'));
}

TEST(child, takes_its_input) {
    child to(shell("test \"$(wc -c)\" = " + std::to_string(more_than_a_pipe)), direction::writes_to_it);
    EXPECT_TRUE(to.write(std::string(more_than_a_pipe - 1, 'x')));
    EXPECT_TRUE(to.write(""));
    EXPECT_TRUE(to.write("x"));
    const auto end = to.finish();
    EXPECT_EQ(end.code, 0) << end.errors;
}

TEST(child, says_how_it_ended) {
    EXPECT_EQ(end_of(shell("exit 7")).code, 7);
    EXPECT_EQ(end_of(shell("kill -TERM $$")).code, 128 + SIGTERM);
    const auto complaint = end_of(shell("echo broken >&2; exit 3"));
    EXPECT_EQ(complaint.code, 3);
    EXPECT_EQ(complaint.errors, "broken\n");
    child from(shell("exit 4"), direction::reads_from_it);
    EXPECT_EQ(from.finish().code, 4);
    EXPECT_EQ(from.finish().code, 4) << "asked again";
}

TEST(child, that_is_not_there_is_named) {
    try {
        child({{"gavel-no-such-program"}, {}}, direction::reads_from_it);
        FAIL();
    } catch (const not_started& e) {
        EXPECT_THAT(e.what(), HasSubstr("gavel-no-such-program is not installed"));
    }
    EXPECT_THROW(child({{"/etc/passwd"}, {}}, direction::reads_from_it), not_started);
    EXPECT_THROW(child({{}, {}}, direction::reads_from_it), not_started);
}

TEST(child, may_complain_without_end_before_it_reads_or_writes) {
    const std::string flood = "head -c 1000000 /dev/zero | tr '\\0' x >&2; echo last >&2; ";
    child from(shell(flood + "echo done"), direction::reads_from_it);
    EXPECT_EQ(all_of(from), "done\n");
    const auto end = from.finish();
    EXPECT_EQ(end.errors.size(), 8 * 1024u);
    EXPECT_THAT(end.errors, testing::EndsWith("xlast\n"));

    child to(shell(flood + "cat > /dev/null"), direction::writes_to_it);
    EXPECT_TRUE(to.write(std::string(more_than_a_pipe, 'x')));
    EXPECT_EQ(to.finish().code, 0);

    child silent(shell("exec >&-; " + flood), direction::reads_from_it);
    EXPECT_EQ(all_of(silent), "");
    EXPECT_EQ(silent.finish().code, 0) << "also after it has closed its output";
}

TEST(child, that_reads_no_more_is_no_signal) {
    struct sigaction plain {
    }, before{};
    plain.sa_handler = SIG_DFL;
    sigaction(SIGPIPE, &plain, &before);
    child to(shell("head -c 1 > /dev/null; echo enough >&2; exit 5"), direction::writes_to_it);
    EXPECT_FALSE(to.write(std::string(more_than_a_pipe, 'x')));
    EXPECT_FALSE(to.write("more"));
    const auto end = to.finish();
    EXPECT_EQ(end.code, 5);
    EXPECT_EQ(end.errors, "enough\n");
    sigset_t waiting;
    sigpending(&waiting);
    EXPECT_FALSE(sigismember(&waiting, SIGPIPE));
    sigaction(SIGPIPE, &before, nullptr);
}

TEST(child, whose_output_nobody_wants_is_stopped_by_the_pipe) {
    child from(shell("exec cat /dev/zero"), direction::reads_from_it);
    char one = 'x';
    EXPECT_EQ(from.read(&one, 1), 1u);
    EXPECT_EQ(from.finish().code, 128 + SIGPIPE);
}

TEST(child, sees_nothing_of_this_process) {
    ::setenv("GAVEL_TEST_CHILD_SECRET", "hidden", 1);
    const int careless = ::dup(STDERR_FILENO);
    ASSERT_GE(careless, 3);
    command what{{"env"}, {{"PGPASSWORD", "secret word"}, {"TZ", "Europe/Kyiv"}}};
    EXPECT_EQ(output_of(what), "LC_ALL=C\nPATH=" + std::string(std::getenv("PATH")) + "\nPGPASSWORD=secret word\nTZ=Europe/Kyiv\n");
    EXPECT_EQ(output_of(shell("for n in 0 1 2 3 4 5 6 7 8 9; do test -e /proc/$$/fd/$n && echo $n; done; true")), "0\n1\n2\n");
    EXPECT_EQ(output_of(shell("cat; readlink /proc/$$/fd/0")), "/dev/null\n");
    ::close(careless);
    ::unsetenv("GAVEL_TEST_CHILD_SECRET");
}

TEST(child, begins_with_ordinary_signals) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const auto ignored = std::signal(SIGPIPE, SIG_IGN);
    const auto status = output_of({{"grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"}, {}});
    std::signal(SIGPIPE, ignored);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    // 32 and 33 belong to the C library.
    EXPECT_THAT(status, testing::MatchesRegex("SigBlk:\t0{16}\nSigIgn:\t0{7}[01][08]0{7}\n"));
}

TEST(child, goes_with_its_object_and_takes_along_what_it_started) {
    std::string family(100, '\0');
    {
        child from(shell("sleep 1000 & echo $$ $!; exec sleep 1000"), direction::reads_from_it);
        std::size_t got = 0;
        while (family.find('\n') == std::string::npos) got += from.read(family.data() + got, family.size() - got);
    }
    const auto gap = family.find(' ');
    const pid_t parent = std::stoi(family.substr(0, gap)), grandchild = std::stoi(family.substr(gap));
    EXPECT_EQ(::kill(parent, 0), -1) << "waited for, too";
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
    // Whoever adopts the grandchild may take a moment to bury it.
    const auto alive = [&] {
        const auto state = output_of({{"sh", "-c", "cut -d ' ' -f 3 /proc/" + std::to_string(grandchild) + "/stat 2>/dev/null; true"}, {}});
        return !state.empty() && state != "Z\n" && state != "X\n";
    };
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (alive() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    EXPECT_FALSE(alive());
}

TEST(child, is_not_waited_for_longer_than_it_lives) {
    child from(shell("sleep 1000 >/dev/null & echo $! >&2; exit 6"), direction::reads_from_it);
    const auto end = from.finish();
    EXPECT_EQ(end.code, 6) << "although somebody holds its error stream";
    ::kill(std::stoi(end.errors), SIGKILL);
}

TEST(child, leaves_no_descriptors) {
    end_of(shell("true"));
    const auto before = open_descriptors();
    for (int i = 0; i < 5; ++i) {
        end_of(shell("echo x; echo y >&2"));
        child dropped(shell("cat"), direction::writes_to_it);
        EXPECT_TRUE(dropped.write("x"));
        child moved(std::move(dropped));
        EXPECT_THROW(child({{"gavel-no-such-program"}, {}}, direction::writes_to_it), not_started);
    }
    EXPECT_EQ(open_descriptors(), before);
}

}  // namespace
}  // namespace gavel::process
