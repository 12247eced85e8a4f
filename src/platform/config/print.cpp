#include "platform/config/print.hpp"

#include <fmt/format.h>

namespace gavel::config {

namespace {

std::string value_of(const option& o) {
    if (auto* const* flag = std::get_if<bool*>(&o.target)) return **flag ? "true" : "false";
    if (auto* const* number = std::get_if<std::int64_t*>(&o.target)) return std::to_string(**number);
    return *std::get<std::string*>(o.target);
}

std::string escaped_cell(std::string_view text) {
    std::string cell;
    for (const char c : text) {
        if (c == '|') cell += '\\';
        cell += c;
    }
    return cell;
}

}  // namespace

std::string print(const table& options) {
    std::string out;
    for (const auto& each : options.all()) {
        const auto value = value_of(each);
        // A secret is a comment: pasted back as a file, the output must not set it to a placeholder.
        if (each.visibility == secrecy::secret)
            out += fmt::format("# {}\n# {} is {}\n", each.source, each.key, value.empty() ? "not set" : "set (hidden)");
        else out += fmt::format("# {}\n{} = {}\n", each.source, each.key, value);
    }
    return out;
}

std::string markdown(const table& options) {
    std::string out, section;
    for (const auto& each : options.all()) {
        const auto module = each.key.substr(0, each.key.find('.'));
        if (module != section) {
            out +=
                fmt::format("{}## {}\n\n| key | default | accepts | meaning |\n|---|---|---|---|\n", section.empty() ? "" : "\n", module);
            section = module;
        }
        const auto shown = each.default_text.empty() ? "(empty)" : fmt::format("`{}`", each.default_text);
        const auto secret = each.visibility == secrecy::secret ? " Secret." : "";
        out += fmt::format("| `{}` | {} | {} | {}{} |\n", each.key, escaped_cell(shown), escaped_cell(accepted_values(each)),
                           escaped_cell(each.help), secret);
    }
    return out;
}

}  // namespace gavel::config
