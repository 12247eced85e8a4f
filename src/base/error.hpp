// What a caller can cause and must be told: a problem (RFC 9457) with the facts of this one case.
#pragma once
#include "base/language.hpp"

#include <boost/json/object.hpp>

#include <expected>
#include <string_view>
#include <utility>

namespace gavel {

// One kind of refusal. Its address is its identity; its slug is public API and never renamed.
// Modules declare theirs in errors.hpp as `inline constexpr problem own_lot{"own-lot", 403, {...}};`.
struct problem {
    std::string_view slug;
    int status;        // HTTP status, 4xx or 503
    translated title;  // one short sentence in each language, no full stop
};

// A problem and its members (field, min_next, errors ...). Has constructors on purpose: see docs/develop/compiler-traps.md.
class [[nodiscard]] error {
public:
    explicit error(const problem& kind) : kind_(&kind) {}
    error(const problem& kind, boost::json::object fields) : kind_(&kind), fields_(std::move(fields)) {}

    const problem& kind() const { return *kind_; }
    const boost::json::object& fields() const { return fields_; }
    bool is(const problem& other) const { return kind_ == &other; }

private:
    const problem* kind_;
    boost::json::object fields_;
};

template <class T>
using result = std::expected<T, error>;

inline std::unexpected<error> refuse(const problem& kind) { return std::unexpected(error(kind)); }
inline std::unexpected<error> refuse(const problem& kind, boost::json::object fields) {
    return std::unexpected(error(kind, std::move(fields)));
}

}  // namespace gavel
