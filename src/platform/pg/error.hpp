// What PostgreSQL or the way to it can do to a statement. Exceptions: none of it is the caller's fault.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace gavel::pg {

// The server answered with an error.
class error : public std::runtime_error {
public:
    error(std::string sqlstate, std::string constraint, const std::string& message)
        : std::runtime_error(message),
          sqlstate_(std::move(sqlstate)),
          constraint_(std::move(constraint)) {}

    const std::string& sqlstate() const { return sqlstate_; }
    const std::string& constraint() const { return constraint_; }  // empty unless a constraint was violated
    bool violates(std::string_view constraint_name) const { return constraint_ == constraint_name; }

private:
    std::string sqlstate_, constraint_;
};

// No connection, lost connection, no free connection in time, deadline passed, server shutting down. The http layer answers 503 with
// Retry-After.
class unavailable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace gavel::pg
