// What can go wrong with the store. Exceptions: none of it is a visitor's fault.
#pragma once
#include <stdexcept>
#include <string>
#include <utility>

namespace gavel::s3 {

// It cannot be reached, keeps failing, or does not understand us: try again later.
class unavailable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

// It answered, and says no: rights, bucket, region, clock. For the operator to mend.
class refused : public unavailable {
public:
    refused(int http_status, std::string error_code, const std::string& what)
        : unavailable(what),
          status(http_status),
          code(std::move(error_code)) {}

    int status;
    std::string code;  // "AccessDenied"; empty if the store gave none
};

}  // namespace gavel::s3
