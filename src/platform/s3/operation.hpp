// Private to this folder: one request to the store, kept so that it can be signed and sent again.
#pragma once
#include "platform/s3/signer.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gavel::s3 {

// Has a constructor on purpose: it passes through co_await.
class operation {
public:
    operation(const char* operation_name, std::string verb, std::string of_path)
        : name(operation_name),
          method(std::move(verb)),
          path(std::move(of_path)) {}

    const char* name;  // in metrics, logs and errors
    std::string method, path;
    std::vector<std::pair<std::string, std::string>> query;
    std::vector<header> headers;
    std::shared_ptr<const std::string> body;
    std::string body_sha256;  // hexadecimal, for the store to compare what arrives; empty: left to TLS where there is TLS
    std::size_t answer_bytes_max = 4 * 1024 * 1024;  // a page of 1000 keys with room to spare
    std::vector<int> expected;                       // statuses below 300 are always fine; these are answers too

    bool expects(int status) const {
        if (status < 300) return true;
        for (const int each : expected)
            if (each == status) return true;
        return false;
    }
};

}  // namespace gavel::s3
