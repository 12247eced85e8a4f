#include "platform/fondy/raw_json.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <cstdint>

namespace gavel::fondy {
namespace {

using boost::json::error_code;
using boost::json::string_view;

// Builds the tree from the parser's events. Numbers come in pieces of their text.
class tree_builder {
public:
    static constexpr std::size_t max_object_size = raw_members_max, max_array_size = 2000, max_key_size = 100, max_string_size = 256 * 1024;

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return open(raw_value::kind::object); }
    bool on_object_end(std::size_t, error_code&) { return close(); }
    bool on_array_begin(error_code&) { return open(raw_value::kind::array); }
    bool on_array_end(std::size_t, error_code&) { return close(); }
    bool on_key_part(string_view s, std::size_t, error_code&) { return keep(s); }
    bool on_key(string_view s, std::size_t, error_code& failed) {
        keep(s);
        auto& members = open_.back()->members;
        if (std::ranges::find(members, part_, &raw_member::name) != members.end()) {
            failed = boost::json::error::syntax;
            return false;
        }
        members.push_back({std::move(part_), {}});
        part_.clear();
        return true;
    }
    bool on_string_part(string_view s, std::size_t, error_code&) { return keep(s); }
    bool on_string(string_view s, std::size_t, error_code&) { return leaf(raw_value::kind::text, s); }
    bool on_number_part(string_view s, error_code&) { return keep(s); }
    bool on_int64(std::int64_t, string_view s, error_code&) { return leaf(raw_value::kind::number, s); }
    bool on_uint64(std::uint64_t, string_view s, error_code&) { return leaf(raw_value::kind::number, s); }
    bool on_double(double, string_view s, error_code&) { return leaf(raw_value::kind::number, s); }
    bool on_bool(bool b, error_code&) { return leaf(raw_value::kind::boolean, b ? "true" : "false"); }
    bool on_null(error_code&) { return leaf(raw_value::kind::null, ""); }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }

    raw_value root;

private:
    bool keep(string_view s) {
        part_.append(s.data(), s.size());
        return true;
    }
    raw_value& next() {
        if (open_.empty()) return root;
        auto& in = *open_.back();
        if (in.is == raw_value::kind::object) return in.members.back().value;
        return in.items.emplace_back();
    }
    bool open(raw_value::kind k) {
        auto& value = next();
        value.is = k;
        open_.push_back(&value);
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }
    bool leaf(raw_value::kind k, string_view s) {
        keep(s);
        auto& value = next();
        value.is = k;
        value.text = std::move(part_);
        part_.clear();
        return true;
    }

    std::vector<raw_value*> open_;  // stay valid: a container grows only while its last element is the open one
    std::string part_;
};

}  // namespace

const raw_value* raw_value::find(std::string_view name) const {
    const auto at = std::ranges::find(members, name, &raw_member::name);
    return at == members.end() ? nullptr : &at->value;
}

std::string_view raw_value::text_of(std::string_view name) const {
    const auto* found = find(name);
    return found ? std::string_view(found->text) : std::string_view();
}

std::optional<raw_value> parse_raw(std::string_view json) {
    boost::json::parse_options strict;
    strict.max_depth = raw_depth_max;
    boost::json::basic_parser<tree_builder> parser(strict);
    error_code failed;
    const auto used = parser.write_some(false, json.data(), json.size(), failed);
    if (failed || !parser.done()) return std::nullopt;
    if (json.find_first_not_of(" \t\r\n", used) != std::string_view::npos) return std::nullopt;
    return std::move(parser.handler().root);
}

}  // namespace gavel::fondy
