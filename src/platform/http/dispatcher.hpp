// From a request to its answer, without a connection: which route, may it be called from there, who asks, what the handler says, and what
// becomes of its exceptions. One per io thread.
#pragma once
#include "platform/http/intake.hpp"
#include "platform/http/message_parser.hpp"
#include "platform/http/router.hpp"
#include "platform/http/server.hpp"

#include <exception>
#include <memory>
#include <optional>

namespace gavel::http {

class static_site;

class dispatcher {
public:
    // `rest` takes what no route does; null: the usual refusals.
    dispatcher(const router& routes, std::shared_ptr<const static_site> site, const route* rest, authenticator who, translator translate);

    // Before the body is read: the route that will answer, or the answer itself (a file, a refusal).
    struct admission {
        const route* to = nullptr;
        std::optional<reply> answer;
    };
    admission admit(request& r, const message_parser& head) const;

    boost::asio::awaitable<reply> run(const route& to, request& r) const;

private:
    reply explain(std::exception_ptr thrown, const route& to, const request& r) const;

    const router& routes_;
    std::shared_ptr<const static_site> site_;
    const route* rest_;
    authenticator who_;
    translator translate_;
};

}  // namespace gavel::http
