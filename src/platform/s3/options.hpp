// Where the store is and how to sign in to it.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>
#include <string>

namespace gavel::s3 {

struct options {
    std::string prefix = "s3.";   // how the names of its settings begin, in declarations and in refusals
    std::string endpoint;         // https://s3.example.org[:port]; empty: no such store
    std::string public_endpoint;  // the same store as browsers reach it; empty: like endpoint
    std::string region = "us-east-1";
    std::string bucket = "gavel";
    std::string access_key, secret_key;
    bool path_style = true;
    std::string ca_file;
    std::int64_t attempts_max = 4;
    std::int64_t attempt_ms = 30'000;
    std::int64_t connections_max = 32;

    void declare(config::table& t);
    // A store that only this server goes to: sentences of its own on endpoint and bucket, no public_endpoint.
    void declare(config::table& t, std::string about_endpoint, std::string about_bucket);

private:
    void declare_common(config::table& t);
};

}  // namespace gavel::s3
