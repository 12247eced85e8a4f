// A real mail server from Debian (aiosmtpd), with TLS and sign-in, that answers what a test wants. See smtp_server.py for the commands.
#pragma once
#include <boost/json/value.hpp>

#include <cstdio>
#include <string>

namespace gavel::test {

class smtp_server {
public:
    smtp_server();   // throws std::runtime_error if it does not start
    ~smtp_server();  // ends it
    smtp_server(const smtp_server&) = delete;
    smtp_server& operator=(const smtp_server&) = delete;

    boost::json::value tell(const std::string& command);
    boost::json::array letters() { return tell("letters").as_array(); }
    std::int64_t count(const char* of) { return tell("counts").as_object().at(of).as_int64(); }

    std::string starttls_url, tls_url;
    std::string ca_file;

private:
    boost::json::value answer();

    std::string folder_;
    FILE* commands_ = nullptr;
    FILE* answers_ = nullptr;
    int process_ = 0;
};

}  // namespace gavel::test
