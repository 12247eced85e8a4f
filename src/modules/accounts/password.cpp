#include "modules/accounts/password.hpp"

#include "base/random.hpp"

#include <sodium.h>

#include <stdexcept>

namespace gavel::accounts {

password_hasher::password_hasher(const options& settings, runtime::worker_pool& workers)
    : operations_(static_cast<unsigned long long>(settings.argon2_operations)),
      memory_bytes_(static_cast<std::size_t>(settings.argon2_memory_kib) * 1024),
      workers_(workers) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
    dummy_ = compute(random_token());
}

std::string password_hasher::compute(const std::string& password) const {
    std::string text(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), operations_, memory_bytes_, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("not enough memory to hash a password");
    text.resize(text.find('\0'));
    return text;
}

boost::asio::awaitable<std::string> password_hasher::hash(std::string password) {
    auto work = [&] { return compute(password); };
    co_return co_await workers_.run(std::ref(work));
}

boost::asio::awaitable<bool> password_hasher::matches(std::string hash, std::string password) {
    auto work = [&] { return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0; };
    co_return co_await workers_.run(std::ref(work));
}

bool password_hasher::outdated(const std::string& hash) const {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), operations_, memory_bytes_) != 0;
}

}  // namespace gavel::accounts
