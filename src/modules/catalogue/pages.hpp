// HTML of every page address of the application: head, plain content and first data in one answer. Also robots.txt and sitemap.xml.
#pragma once
#include "modules/catalogue/first_answers.hpp"
#include "modules/catalogue/head.hpp"
#include "modules/catalogue/service.hpp"
#include "modules/lots/service.hpp"
#include "platform/http/page_shell.hpp"
#include "platform/http/router.hpp"
#include "platform/http/server.hpp"

#include <memory>
#include <string>

namespace gavel::catalogue {

class pages {
public:
    // `api` is the router of the same thread with all API routes. `site_url` (scheme://host) is used in addresses; empty: what the visitor
    // used. A lost database never costs the page itself: it comes without data (503 where the data was the point).
    pages(const http::router& api, service& catalogue, lots::service& lots, const http::page_shell& shell, http::authenticator who,
          std::string site_url)
        : api_(api),
          catalogue_(catalogue),
          lots_(lots),
          shell_(shell),
          who_(std::move(who)),
          site_url_(std::move(site_url)) {}

    awaitable<http::reply> show(http::request& r);
    awaitable<http::reply> robots(http::request& r);
    awaitable<http::reply> site_map(http::request& r);

private:
    struct draft;  // a page while it is put together

    awaitable<void> fill_home(draft& d);
    awaitable<void> fill_list(draft& d);
    awaitable<void> fill_lot(draft& d, std::string_view id);
    awaitable<void> fill_own(draft& d);
    awaitable<void> add_session(draft& d);
    awaitable<std::shared_ptr<const std::vector<lots::category>>> categories(draft& d);
    std::string origin_of(const http::request& r) const { return site_url_.empty() ? r.origin : site_url_; }

    const http::router& api_;
    service& catalogue_;
    lots::service& lots_;
    const http::page_shell& shell_;
    http::authenticator who_;
    std::string site_url_;
};

// Adds robots.txt, sitemap.xml and the fallback that shows pages. `shown` must outlive the router.
void add_pages(http::router& routes, pages& shown);

}  // namespace gavel::catalogue
