#include "platform/config/loader.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

extern char** environ;

namespace gavel::config {

namespace {

constexpr std::string_view prefix = "GAVEL_";
constexpr std::string_view test_prefix = "GAVEL_TEST_";
constexpr std::string_view file_variable = "GAVEL_CONFIG";  // names the configuration file itself, read by main
constexpr std::string_view file_suffix = "_FILE";
constexpr std::size_t file_bytes_max = 1024 * 1024;

using faults = std::vector<std::string>;

// Nothing when the file cannot be read or is larger than file_bytes_max.
std::optional<std::string> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::string content;
    char piece[4096];
    while (file.read(piece, sizeof piece) || file.gcount() > 0) {
        content.append(piece, static_cast<std::size_t>(file.gcount()));
        if (content.size() > file_bytes_max) return std::nullopt;
    }
    if (file.bad()) return std::nullopt;
    return content;
}

bool assign(option& o, const std::string& value) {
    if (auto* const* flag = std::get_if<bool*>(&o.target)) {
        if (value != "true" && value != "false") return false;
        **flag = value == "true";
        return true;
    }
    if (auto* const* number = std::get_if<std::int64_t*>(&o.target)) {
        std::int64_t parsed = 0;
        const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), parsed);
        if (problem != std::errc{} || end != value.data() + value.size() || parsed < o.min || parsed > o.max) return false;
        **number = parsed;
        return true;
    }
    if (value.size() > static_cast<std::size_t>(o.max) || !is_valid_utf8(value) || has_control_characters(value)) return false;
    if (value.find_first_of("\n\t") != std::string::npos) return false;
    if (!o.allowed.empty() && std::ranges::find(o.allowed, value) == o.allowed.end()) return false;
    *std::get<std::string*>(o.target) = value;
    return true;
}

void set(option& o, const std::string& value, const std::string& source, faults& wrong) {
    if (assign(o, value)) {
        o.source = source;
        return;
    }
    const auto shown = o.visibility == secrecy::secret ? std::string("its value")
                                                       : fmt::format("'{}'", first_code_points(is_valid_utf8(value) ? value : "?", 80));
    wrong.push_back(fmt::format("{} ({}): {} is not accepted; give {}.", o.key, source, shown, accepted_values(o)));
}

option* find(table& options, std::string_view key) {
    for (auto& each : options.all())
        if (each.key == key) return &each;
    return nullptr;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

// What was probably meant, or where to look.
template <class NameOf>
std::string suggestion(const table& options, std::string_view unknown, NameOf name_of) {
    std::string best;
    std::size_t least = 4;  // more changes than that are another word
    for (const auto& each : options.all()) {
        const auto name = name_of(each);
        if (const auto changes = edit_distance(unknown, name); changes < least) {
            least = changes;
            best = name;
        }
    }
    return best.empty() ? "`gavel config` lists all keys" : fmt::format("did you mean {}?", best);
}

void load_file(table& options, const std::string& path, faults& wrong) {
    const auto content = read_file(path);
    if (!content) {
        wrong.push_back(fmt::format("{}: this configuration file cannot be read; give the path of a readable file of at most {} bytes.",
                                    path, file_bytes_max));
        return;
    }
    std::map<std::string, std::size_t, std::less<>> seen;
    std::size_t number = 0;
    for (std::size_t at = 0; at < content->size();) {
        const auto end = std::min(content->find('\n', at), content->size());
        const auto line = trimmed(std::string_view(*content).substr(at, end - at));
        at = end + 1;
        ++number;
        if (line.empty() || line.front() == '#') continue;
        const auto equals = line.find('=');
        if (equals == std::string::npos) {
            wrong.push_back(fmt::format("{} line {}: not understood; give `key = value`, or begin a comment with #.", path, number));
            continue;
        }
        const auto key = trimmed(std::string_view(line).substr(0, equals));
        const auto source = fmt::format("{} line {}", path, number);
        auto* const known = find(options, key);
        if (!known) {
            const auto hint = suggestion(options, key, [](const option& o) { return o.key; });
            wrong.push_back(
                fmt::format("{} ({}): there is no such key; {}", first_code_points(is_valid_utf8(key) ? key : "?", 80), source, hint));
        } else if (const auto [earlier, first] = seen.try_emplace(key, number); !first) {
            wrong.push_back(fmt::format("{} ({}): already given in line {}; keep one of them.", key, source, earlier->second));
        } else {
            set(*known, trimmed(std::string_view(line).substr(equals + 1)), source, wrong);
        }
    }
}

void load_secret_file(option& o, const std::string& variable, const std::string& path, faults& wrong) {
    auto content = read_file(path);
    if (!content) {
        wrong.push_back(
            fmt::format("{}: the file it names cannot be read; give the path of a readable file that holds the secret.", variable));
        return;
    }
    while (!content->empty() && (content->back() == '\n' || content->back() == '\r')) content->pop_back();
    set(o, *content, "file named by " + variable, wrong);
}

void load_environment(table& options, const environment& variables, faults& wrong) {
    std::map<std::string, std::string> given(variables.begin(), variables.end());
    for (auto& each : options.all()) {
        const auto name = environment_name(each.key);
        const auto file_name = name + std::string(file_suffix);
        const auto value = given.extract(name);
        if (value) set(each, value.mapped(), "environment " + name, wrong);
        if (each.visibility != secrecy::secret) continue;
        const auto file = given.extract(file_name);
        if (file && value) wrong.push_back(fmt::format("{} and {} are both set; give one of them.", name, file_name));
        else if (file) load_secret_file(each, file_name, file.mapped(), wrong);
    }
    for (const auto& [name, value] : given) {
        const auto hint = suggestion(options, name, [](const option& o) { return environment_name(o.key); });
        wrong.push_back(fmt::format("{}: there is no such setting; {}", name, hint));
    }
}

}  // namespace

environment process_environment() {
    environment found;
    for (char** each = environ; *each; ++each) {
        const std::string_view pair = *each;
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || !pair.starts_with(prefix) || pair.starts_with(test_prefix)) continue;
        if (pair.substr(0, equals) == file_variable) continue;
        found.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
    return found;
}

std::vector<std::string> load(table& options, const std::string& file_path, const environment& variables) {
    faults wrong;
    if (!file_path.empty()) load_file(options, file_path, wrong);
    load_environment(options, variables, wrong);
    return wrong;
}

}  // namespace gavel::config
