// gavel-photos FILE FOLDER ROUNDS: makes all variants of a photo as the server does, and the same ones with vipsthumbnail, in turns. Prints
// one line per figure. Both work on one photo at a time; the run script gives them one processor.
#include "platform/image/child.hpp"
#include "platform/image/worker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace image = gavel::image;
using clock_type = std::chrono::steady_clock;

struct figures {
    double seconds = 0;
    std::int64_t memory_kib = 0;
};

double since(clock_type::time_point began) { return std::chrono::duration<double>(clock_type::now() - began).count(); }

std::string content_of(const char* path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error(std::string("cannot read ") + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

const std::atomic<bool> never = false;

figures ours(const std::string& content) {
    const auto began = clock_type::now();
    const auto done = image::render_apart(content, image::order(), never);
    if (!done.made) throw std::runtime_error("the photo is refused: " + std::string(to_string(done.made.error())));
    return {since(began), done.memory_kib};
}

// Waits for a program; the most memory it took.
std::int64_t run(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (auto& each : words) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    if (::posix_spawnp(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0)
        throw std::runtime_error(words[0] + " cannot be started");
    int status = 0;
    rusage used{};
    if (::wait4(child, &status, 0, &used) != child || status != 0) throw std::runtime_error(words[0] + " failed");
    return used.ru_maxrss;
}

// The sizes, formats and qualities of image::order and render.cpp.
figures theirs(const std::string& file, const std::string& folder) {
    const std::vector<std::string> formats{"avif[Q=55,effort=2,strip]", "webp[Q=78,effort=3,strip]",
                                           "jpg[Q=80,optimize-coding,interlace,strip]"};
    figures f;
    const auto began = clock_type::now();
    for (const int side : image::order().sides)
        for (const auto& format : formats)
            f.memory_kib = std::max(f.memory_kib, run({"vipsthumbnail", file, "--size", fmt::format("{}x{}>", side, side), "-o",
                                                       fmt::format("{}/{}.{}", folder, side, format)}));
    f.seconds = since(began);
    return f;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

}  // namespace

int main(int argc, char** argv) {
    if (image::is_child(argc, argv)) return image::child_main(argv);
    if (argc != 4) {
        fmt::print(stderr, "usage: gavel-photos FILE FOLDER ROUNDS\n");
        return 2;
    }
    try {
        const auto content = content_of(argv[1]);
        std::vector<double> our_seconds, their_seconds, ratios;
        std::int64_t our_kib = 0, their_kib = 0;
        for (int round = 0; round < std::atoi(argv[3]); ++round) {
            const auto us = ours(content), them = theirs(argv[1], argv[2]);
            our_seconds.push_back(us.seconds);
            their_seconds.push_back(them.seconds);
            ratios.push_back(them.seconds / us.seconds);
            our_kib = std::max(our_kib, us.memory_kib);
            their_kib = std::max(their_kib, them.memory_kib);
        }
        fmt::print("bench.media.photos = {:.3f} photos/s\n", 1 / median(our_seconds));
        fmt::print("bench.media.vipsthumbnail = {:.3f} photos/s\n", 1 / median(their_seconds));
        fmt::print("bench.media.vs_vipsthumbnail = {:.2f} ratio\n", median(ratios));
        fmt::print("bench.media.memory = {} MiB\n", our_kib / 1024);
        fmt::print("bench.media.vipsthumbnail_memory = {} MiB\n", their_kib / 1024);
        return 0;
    } catch (const std::exception& e) {
        fmt::print(stderr, "gavel-photos: {}\n", e.what());
        return 1;
    }
}
