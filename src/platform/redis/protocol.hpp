// Private to this folder. The Redis protocol by hiredis, without sockets: commands to bytes, bytes to replies.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct redisReader;

namespace gavel::redis {

// The peer does not speak the protocol, or sends a larger reply than reply_bytes_max: the connection is of no more use.
struct protocol_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline constexpr std::size_t reply_bytes_max = 8 * 1024 * 1024;

class reply {
public:
    enum class kind { nil, text, integer, error, list };

    reply() {}
    explicit reply(kind k) : type(k) {}

    kind type = kind::nil;
    std::string text;  // text, status and error
    std::int64_t integer = 0;
    std::vector<reply> list;
};

class reader {
public:
    reader();
    ~reader();
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;

    void feed(std::string_view bytes);  // throws protocol_error
    std::optional<reply> next();        // throws protocol_error

private:
    redisReader* reader_;
    std::size_t unfinished_ = 0;  // bytes fed since the last complete reply
};

std::string command_bytes(const std::vector<std::string>& words);

}  // namespace gavel::redis
