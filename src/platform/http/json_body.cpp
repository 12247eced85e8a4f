#include "platform/http/json_body.hpp"

#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/object.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace gavel::http {

namespace {

// Builds the value while it knows where in the document it is, which boost::json::parse cannot say.
class builder {
public:
    static constexpr std::size_t max_object_size = 10'000;
    static constexpr std::size_t max_array_size = 10'000;
    static constexpr std::size_t max_key_size = 256;
    static constexpr std::size_t max_string_size = std::size_t{64} << 20;

    std::optional<error> fault;
    boost::json::value root;

    bool on_document_begin(boost::json::error_code&) { return true; }
    bool on_document_end(boost::json::error_code&) { return true; }
    bool on_object_begin(boost::json::error_code&) { return open(boost::json::object()); }
    bool on_object_end(std::size_t, boost::json::error_code&) { return close(); }
    bool on_array_begin(boost::json::error_code&) { return open(boost::json::array()); }
    bool on_array_end(std::size_t, boost::json::error_code&) { return close(); }

    bool on_key_part(boost::json::string_view part, std::size_t, boost::json::error_code&) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_key(boost::json::string_view last, std::size_t, boost::json::error_code&) {
        text_.append(last.data(), last.size());
        auto& innermost = levels_.back();
        if (innermost.at->as_object().contains(text_))
            return refuse_with(malformed_request, {{"field", path_to(text_)}, {"detail", "The member is given twice"}});
        innermost.key = std::move(text_);
        text_.clear();
        return true;
    }
    bool on_string_part(boost::json::string_view part, std::size_t, boost::json::error_code&) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_string(boost::json::string_view last, std::size_t, boost::json::error_code&) {
        text_.append(last.data(), last.size());
        const bool kept = put(boost::json::string(text_)) != nullptr;
        text_.clear();
        return kept;
    }
    bool on_number_part(boost::json::string_view part, boost::json::error_code&) {
        number_.append(part.data(), part.size());
        return true;
    }
    bool on_int64(std::int64_t value, boost::json::string_view, boost::json::error_code&) {
        number_.clear();
        return put(value) != nullptr;
    }
    bool on_uint64(std::uint64_t, boost::json::string_view, boost::json::error_code&) { return refuse_number(); }
    bool on_double(double value, boost::json::string_view last, boost::json::error_code&) {
        number_.append(last.data(), last.size());
        const bool whole = number_.find_first_of(".eE") == std::string::npos;
        number_.clear();
        if (whole || !std::isfinite(value)) return refuse_number();
        return put(value) != nullptr;
    }
    bool on_bool(bool value, boost::json::error_code&) { return put(value) != nullptr; }
    bool on_null(boost::json::error_code&) { return put(nullptr) != nullptr; }
    bool on_comment_part(boost::json::string_view, boost::json::error_code&) { return true; }
    bool on_comment(boost::json::string_view, boost::json::error_code&) { return true; }

private:
    struct level {
        boost::json::value* at;
        std::string key;  // in an object: the member that comes next
    };

    // Pointers into the tree stay valid: only the innermost container grows, and its children are complete or innermost themselves.
    boost::json::value* put(boost::json::value v) {
        if (levels_.empty()) {
            root = std::move(v);
            return &root;
        }
        auto& innermost = levels_.back();
        if (auto* list = innermost.at->if_array()) return &list->emplace_back(std::move(v));
        return &innermost.at->as_object().emplace(innermost.key, std::move(v)).first->value();
    }
    bool open(boost::json::value container) {
        levels_.push_back({put(std::move(container)), {}});
        return true;
    }
    bool close() {
        levels_.pop_back();
        return true;
    }

    std::string path_to(std::string_view last) const {
        std::string path;
        for (const auto& each : levels_) {
            if (each.key.empty() || &each == &levels_.back()) continue;
            path.append(each.key).append(".");
        }
        return path.append(last);
    }
    bool refuse_with(const problem& kind, boost::json::object fields) {
        fault.emplace(kind, std::move(fields));
        return false;
    }
    bool refuse_number() {
        boost::json::object entry{{"field", path_to(levels_.empty() ? std::string() : levels_.back().key)},
                                  {"code", "out_of_range"},
                                  {"min", std::numeric_limits<std::int64_t>::min()},
                                  {"max", std::numeric_limits<std::int64_t>::max()}};
        boost::json::array errors;
        errors.push_back(std::move(entry));
        return refuse_with(invalid_input, {{"errors", std::move(errors)}});
    }

    std::vector<level> levels_;
    std::string text_, number_;
};

}  // namespace

result<boost::json::value> parse_json(std::string_view text) {
    boost::json::parse_options strict;
    strict.max_depth = json_depth_max;
    boost::json::basic_parser<builder> parser(strict);
    boost::json::error_code failed;
    const auto used = parser.write_some(false, text.data(), text.size(), failed);
    auto& built = parser.handler();
    if (built.fault) return std::unexpected(std::move(*built.fault));
    if (!failed && used < text.size()) failed = boost::json::error::extra_data;
    if (failed) return refuse(malformed_request, {{"field", "body"}, {"detail", "Not acceptable JSON: " + failed.message()}});
    return std::move(built.root);
}

}  // namespace gavel::http
