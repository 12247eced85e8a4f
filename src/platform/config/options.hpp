// Options are declared once, by the module that uses them: key, where the value goes, bounds, help.
// `gavel config`, the environment names, the file syntax and the documentation follow from the declaration.
//
//   struct options { std::int64_t soft_close_window_s = 300; void declare(config::table& t); };
//   void options::declare(config::table& t) { t.integer("bidding.soft_close_window_s", soft_close_window_s, 0, 86400, "..."); }
//
// Sources, the later wins: default, file (`key = value` lines, # comments), environment (GAVEL_BIDDING_SOFT_CLOSE_WINDOW_S),
// and for secrets a file named by GAVEL_..._FILE. Loading and printing: loader.hpp, print.hpp.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gavel::config {

inline constexpr std::int64_t text_bytes_max = 4096;

enum class secrecy { open, secret };

struct option {
    std::string key;
    std::string help;
    std::variant<bool*, std::int64_t*, std::string*> target;  // holds the default until loaded
    std::string default_text;
    std::int64_t min = 0, max = 0;     // integers; for text: length in bytes
    std::vector<std::string> allowed;  // text only; empty = any
    secrecy visibility = secrecy::open;
    std::string source = "default";
};

// "bidding.soft_close_window_s" -> "GAVEL_BIDDING_SOFT_CLOSE_WINDOW_S"
std::string environment_name(std::string_view key);

// "a whole number from 0 to 86400", "true or false", "text of at most 4096 bytes", "one of: a, b"
std::string accepted_values(const option& o);

// Declaring a key twice, or two keys with one environment name, is a bug: std::logic_error.
class table {
public:
    void integer(std::string key, std::int64_t& target, std::int64_t min, std::int64_t max, std::string help);
    void boolean(std::string key, bool& target, std::string help);
    void text(std::string key, std::string& target, std::string help, secrecy visibility = secrecy::open);
    void choice(std::string key, std::string& target, std::vector<std::string> allowed, std::string help);

    const std::vector<option>& all() const { return options_; }
    std::vector<option>& all() { return options_; }

private:
    void add(option o);

    std::vector<option> options_;
};

}  // namespace gavel::config
