#include "platform/http/router.hpp"

#include "platform/http/method_name.hpp"

#include <array>
#include <stdexcept>

namespace gavel::http {

namespace {

constexpr std::size_t method_count = 6;

std::size_t index_of(method m) { return static_cast<std::size_t>(m); }

// Takes "/segment" off the front of `rest`, which begins with "/".
std::string_view take_segment(std::string_view& rest) {
    const auto end = rest.find('/', 1);
    const auto segment = rest.substr(1, end == std::string_view::npos ? end : end - 1);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end);
    return segment;
}

bool is_parameter(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }

}  // namespace

struct router::node {
    std::vector<std::pair<std::string, std::unique_ptr<node>>> literals;
    std::unique_ptr<node> parameter;
    std::array<const route*, method_count> here{};

    bool known() const {
        for (const auto* each : here)
            if (each) return true;
        return false;
    }

    // The node of the whole path; literals first, and back to the parameter when they lead nowhere. Depth = segments of the pattern.
    const node* walk(std::string_view rest) const {
        if (rest.empty()) return known() ? this : nullptr;
        const auto segment = take_segment(rest);
        for (const auto& [text, child] : literals)
            if (text == segment)
                if (const auto* found = child->walk(rest)) return found;
        if (parameter && !segment.empty()) return parameter->walk(rest);
        return nullptr;
    }
};

router::router() : root_(std::make_unique<node>()) {}
router::~router() = default;
router::router(router&&) noexcept = default;
router& router::operator=(router&&) noexcept = default;

void router::add(method m, std::string pattern, route_options options, handler run) {
    if (!pattern.starts_with('/')) throw std::logic_error("a route pattern begins with /: " + pattern);
    node* at = root_.get();
    for (std::string_view rest = pattern; !rest.empty();) {
        const auto segment = take_segment(rest);
        if (is_parameter(segment)) {
            if (!at->parameter) at->parameter = std::make_unique<node>();
            at = at->parameter.get();
            continue;
        }
        if (segment.find_first_of("{}") != std::string_view::npos) throw std::logic_error("a malformed route pattern: " + pattern);
        node* next = nullptr;
        for (auto& [text, child] : at->literals)
            if (text == segment) next = child.get();
        if (!next) next = at->literals.emplace_back(segment, std::make_unique<node>()).second.get();
        at = next;
    }
    auto& slot = at->here[index_of(m)];
    if (slot) throw std::logic_error("a route is added twice: " + std::string(to_string(m)) + " " + pattern);
    slot = &routes_.emplace_back(route{m, std::move(pattern), options, std::move(run)});
}

void router::add_fallback(route_options options, handler run) {
    if (fallback_) throw std::logic_error("there is one fallback route");
    fallback_ = std::make_unique<route>(route{method::get, "(page)", options, std::move(run)});
}

router::match router::find(method m, std::string_view path, path_parameters& params) const {
    match answer;
    params.clear();
    const node* at = path.starts_with('/') ? root_->walk(path) : nullptr;
    if (!at) return answer;
    answer.found = at->here[index_of(m)];
    if (!answer.found && m == method::head) answer.found = at->here[index_of(method::get)];
    if (!answer.found) {
        for (std::size_t i = 0; i < method_count; ++i) {
            const auto each = static_cast<method>(i);
            const bool known = at->here[i] || (each == method::head && at->here[index_of(method::get)]);
            if (known) answer.allow.append(answer.allow.empty() ? "" : ", ").append(to_string(each));
        }
        return answer;
    }
    std::string_view pattern = answer.found->pattern;
    for (std::string_view rest = path; !rest.empty();) {
        const auto segment = take_segment(rest);
        const auto name = take_segment(pattern);
        if (is_parameter(name)) params.emplace_back(name.substr(1, name.size() - 2), segment);
    }
    return answer;
}

}  // namespace gavel::http
