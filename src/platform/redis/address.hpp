// Private to this folder. Where Redis is and how to introduce ourselves.
#pragma once
#include <string>
#include <string_view>

namespace gavel::redis {

struct address {
    std::string host, port;      // TCP; empty for a unix socket
    std::string path;            // unix socket
    std::string user, password;  // empty = no AUTH
    std::string database;        // number; empty = the first
};

// redis://[[user]:password@]host[:port][/database] or unix:///path. std::invalid_argument, without the text (it may hold a password),
// otherwise.
address parse_address(std::string_view url);

}  // namespace gavel::redis
