// Private to this folder: what the two processes share: a file in memory for each direction, and what an exit code means.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace gavel::image {

inline constexpr int child_input = 3, child_output = 4;  // the child's descriptors
inline constexpr int child_not_ready = 70, child_failed = 71, child_out_of_memory = 72;
inline constexpr int child_niceness = 10;  // bids come first
inline constexpr std::size_t input_bytes_max = 64 * 1024 * 1024;
inline constexpr std::size_t result_bytes_max = 64 * 1024 * 1024;

// A nameless file in memory. Throws std::runtime_error.
class channel {
public:
    explicit channel(const char* label);
    channel(channel&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    channel& operator=(channel&&) = delete;
    ~channel();

    int get() const { return fd_; }

private:
    int fd_;
};

std::string read_channel(int fd, std::size_t bytes_max);  // from its beginning
void write_channel(int fd, std::string_view content);

}  // namespace gavel::image
