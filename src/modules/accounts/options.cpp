#include "modules/accounts/options.hpp"

namespace gavel::accounts {

void options::declare(config::table& t) {
    t.integer("accounts.argon2_operations", argon2_operations, 1, 20, "Rounds of argon2id for a password.");
    t.integer("accounts.argon2_memory_kib", argon2_memory_kib, 8, 1024 * 1024, "Memory of argon2id for a password, KiB.");
    t.integer("accounts.sign_in_window_s", sign_in_window_s, 10, 86400,
              "Length of the window in which sign-in attempts are counted, seconds.");
    t.integer("accounts.sign_in_per_address_max", sign_in_per_address_max, 1, 1'000'000, "Sign-in attempts at one account per window.");
    t.integer("accounts.sign_in_per_client_max", sign_in_per_client_max, 1, 1'000'000,
              "Sign-in attempts from one network address per window.");
    t.integer("accounts.register_window_s", register_window_s, 10, 86400,
              "Length of the window in which registrations are counted, seconds.");
    t.integer("accounts.register_per_address_max", register_per_address_max, 1, 1'000'000,
              "Registration letters to one mailbox per window.");
    t.integer("accounts.register_per_client_max", register_per_client_max, 1, 1'000'000,
              "Registrations from one network address per window.");
    t.integer("accounts.session_days", session_days, 1, 365, "Days without a visit after which a session ends.");
    t.text(
        "accounts.network_secret", network_secret,
        "At least 32 random characters. With it, a keyed hash of the network part of visitors' addresses (never an address) is kept for 90 "
        "days, to find accounts that share a network; the same in all servers. Empty: nothing is kept.",
        config::secrecy::secret);
}

}  // namespace gavel::accounts
