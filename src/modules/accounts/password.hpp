// argon2id through libsodium, on the worker pool. A full pool throws runtime::overloaded, which bounds what a flood of sign-ins can cost.
#pragma once
#include "modules/accounts/options.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace gavel::accounts {

inline constexpr std::size_t password_characters_min = 10, password_characters_max = 200;

// Thread-safe: only reads after construction.
class password_hasher {
public:
    password_hasher(const options& settings, runtime::worker_pool& workers);  // hashes once, for dummy()

    boost::asio::awaitable<std::string> hash(std::string password);  // encoded with its salt and strength
    boost::asio::awaitable<bool> matches(std::string hash, std::string password);
    bool outdated(const std::string& hash) const;  // made with another strength than the options ask for

    // A hash of something nobody knows: checking against it costs the same as checking a real one.
    const std::string& dummy() const { return dummy_; }

private:
    std::string compute(const std::string& password) const;

    unsigned long long operations_;
    std::size_t memory_bytes_;
    runtime::worker_pool& workers_;
    std::string dummy_;
};

}  // namespace gavel::accounts
