// A TCP connection to the server. Failures to connect or to send end the program with a sentence (std::system_error).
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace gavel::load {

void check(int result, const char* what);  // throws std::system_error with errno if the result of a system call is negative

// Numeric address and port, "127.0.0.1:8080".
struct address {
    std::string text;
    std::string host;
    unsigned short port = 0;

    static address parse(const std::string& text);  // throws std::invalid_argument
};

class socket {
public:
    // Waits until it is connected; from then on it does not block. `receive_buffer` in bytes, 0 = the system's choice.
    explicit socket(const address& to, int receive_buffer = 0);
    socket(socket&& other) noexcept;
    socket& operator=(socket&&) = delete;
    ~socket();

    int descriptor() const { return descriptor_; }
    void send(std::string_view whole);  // small enough to fit into the system's buffer

    // What has arrived; nothing arrived: empty and not ended.
    struct arrival {
        std::size_t bytes = 0;
        bool ended = false;
    };
    arrival receive(std::span<char> into);

private:
    int descriptor_;
};

}  // namespace gavel::load
