#include "modules/catalogue/pages.hpp"

#include "modules/catalogue/addresses.hpp"
#include "modules/catalogue/list_address.hpp"
#include "modules/catalogue/page_texts.hpp"
#include "modules/catalogue/shell_html.hpp"
#include "modules/catalogue/site_map.hpp"
#include "platform/observe/log.hpp"

#include <boost/json/parse.hpp>

#include <array>
#include <exception>
#include <unordered_set>

namespace gavel::catalogue {
namespace {

namespace json = boost::json;

constexpr std::size_t links_max = 24, relations_max = 100;

// What a personal page asks for first, with the one filter that its address may carry.
struct own_page {
    std::string_view path, api, filter;
};
constexpr std::array own_pages{own_page{"/my/bids", "/me/bids", "relation"}, own_page{"/my/lots", "/me/lots", "state"},
                               own_page{"/my/watched", "/me/watched", ""},   own_page{"/my/notifications", "/me/notifications", ""},
                               own_page{"/my/settings", "/sessions", ""},    own_page{"/my/blocked", "/me/blocked-bidders", ""},
                               own_page{"/my/searches", "/me/searches", ""}};

std::string name_in(const lots::category& c, language l) { return l == language::uk ? c.uk : l == language::en ? c.en : c.ru; }

// Parent and leaf (or the parent alone) of a category id; empty if it is unknown.
std::vector<const lots::category*> path_to(const std::vector<lots::category>& tree, std::string_view id) {
    for (const auto& parent : tree) {
        if (parent.id == id) return {&parent};
        for (const auto& leaf : parent.children)
            if (leaf.id == id) return {&parent, &leaf};
    }
    return {};
}

crumbs crumbs_to(const std::vector<const lots::category*>& path, language l) {
    crumbs steps{{std::string(site_name), "/"}, {std::string(list_text().title.in(l)), "/lots"}};
    for (const auto* each : path) steps.emplace_back(name_in(*each, l), "/lots?category=" + each->id);
    return steps;
}

std::string ids_in(const std::vector<const json::array*>& lists) {
    std::string ids;
    std::unordered_set<std::string> seen;
    for (const auto* list : lists)
        for (const auto& card : *list) {
            const std::string id(card.at("id").as_string());
            if (seen.size() >= relations_max || !seen.insert(id).second) continue;
            ids.append(ids.empty() ? "" : ",").append(id);
        }
    return ids;
}

}  // namespace

struct pages::draft {
    draft(const http::router& api, http::request& r, language l) : request(r), answers(api, r, l) {}

    http::request& request;
    first_answers answers;
    head_facts head;
    std::string body;
    int status = 200;

    void missing() {
        status = 404;
        head.indexed = false;
        head.title = with_site_name(missing_text().title.in(head.lang));
        body = shell_html(missing_text().title.in(head.lang));
    }
    void describe(const page_text& text) {
        head.title = with_site_name(text.title.in(head.lang));
        head.description = std::string(text.description.in(head.lang));
        head.indexed = text.indexed;
        body = shell_html(text.title.in(head.lang), text.description.in(head.lang));
    }
};

awaitable<http::reply> pages::show(http::request& r) {
    const auto address = read_page_address(r.path);
    draft d(api_, r, address.lang);
    d.head.lang = address.lang;
    d.head.origin = origin_of(r);
    d.head.path = address.path;
    co_await add_session(d);
    if (address.path == "/") {
        co_await fill_home(d);
    } else if (address.path == "/lots") {
        co_await fill_list(d);
    } else if (address.path.starts_with("/lots/")) {
        co_await fill_lot(d, std::string_view(address.path).substr(6));
    } else if (const auto* text = find_page(address.path)) {
        d.describe(*text);
        co_await fill_own(d);
    } else {
        d.missing();
    }
    http::page p;
    p.lang = address.lang;
    p.head = head_html(d.head);
    p.body = std::move(d.body);
    p.data = d.answers.json();
    p.status = d.status;
    co_return shell_.render(r, std::move(p));
}

// Who is asking, what they have not read, and the categories: what every page begins with.
awaitable<void> pages::add_session(draft& d) {
    auto& r = d.request;
    bool known = true;
    try {
        if (who_) r.who = co_await who_(r);
    } catch (const std::exception& e) {
        log::warning("pages.session_unknown", "request", r.id, "error", e.what());
        known = false;  // the application asks again by itself
    }
    if (!known) co_return;
    if (r.who) {
        co_await d.answers.ask("/me");
        query_pairs one;
        one.emplace_back("limit", "1");
        co_await d.answers.ask("/me/notifications", std::move(one));
    } else {
        d.answers.add("/me", "null");
    }
}

awaitable<std::shared_ptr<const std::vector<lots::category>>> pages::categories(draft& d) {
    const auto answered = co_await d.answers.ask("/categories");
    if (!answered) co_return std::make_shared<const std::vector<lots::category>>();
    co_return co_await lots_.categories(d.request.until);
}

awaitable<void> pages::fill_own(draft& d) {
    for (const auto& each : own_pages) {
        if (!d.request.who || each.path != d.head.path) continue;
        query_pairs pairs;
        for (const auto& [name, value] : d.request.queries)
            if (name == each.filter && !value.empty()) pairs.emplace_back(name, value);
        co_await d.answers.ask(std::string(each.api), std::move(pairs));
    }
}

awaitable<void> pages::fill_home(draft& d) {
    d.describe(home_text());
    d.head.title = std::string(site_name) + " — " + std::string(home_text().title.in(d.head.lang));
    d.head.data.push_back(site_data(d.head.origin, d.head.lang));
    co_await d.answers.ask("/categories");
    const auto text = co_await d.answers.ask("/home");
    if (!text) co_return;
    const auto home = json::parse(*text);
    std::vector<const json::array*> strips;
    for (const auto* name : {"ending_soon", "newest", "most_watched"}) strips.push_back(&home.at(name).as_array());
    d.body =
        shell_html(home_text().title.in(d.head.lang), home_text().description.in(d.head.lang), card_links(strips, d.head.lang, links_max));
    query_pairs asked;
    asked.emplace_back("lots", ids_in(strips));
    if (d.request.who && !asked.front().second.empty()) co_await d.answers.ask("/me/relations", std::move(asked));
}

awaitable<void> pages::fill_list(draft& d) {
    const auto l = d.head.lang;
    const auto pairs = list_pairs(d.request);
    d.describe(list_text());
    const auto tree = co_await categories(d);
    const auto path = path_to(*tree, value_of(pairs, "category"));
    std::string title(list_text().title.in(l));
    if (const auto typed = value_of(pairs, "q"); !typed.empty()) title = search_title(typed, l);
    else if (!path.empty()) title = name_in(*path.back(), l);
    else if (!value_of(pairs, "seller").empty()) title = seller_title(l);
    d.head.title = with_site_name(title);
    // Searches, filters and further pages are the same lots again; only the whole list and the categories are worth an index entry.
    query_pairs lasting;
    if (!path.empty()) lasting.emplace_back("category", path.back()->id);
    d.head.indexed = pairs.size() == lasting.size();
    d.head.path = "/lots" + query_text(lasting);
    d.head.data.push_back(crumb_data(d.head.origin, l, crumbs_to(path, l)));
    d.body = shell_html(title);

    auto asked_pairs = pairs;
    const auto text = co_await d.answers.ask("/lots", std::move(asked_pairs));
    if (!text) co_return;
    const auto found = json::parse(*text);
    std::vector<const json::array*> lists;
    lists.push_back(&found.at("items").as_array());
    d.body = shell_html(title, {}, card_links(lists, l, links_max));
    query_pairs asked;
    asked.emplace_back("lots", ids_in(lists));
    if (d.request.who && !asked.front().second.empty()) co_await d.answers.ask("/me/relations", std::move(asked));
}

awaitable<void> pages::fill_lot(draft& d, std::string_view text) {
    const auto l = d.head.lang;
    d.describe(list_text());
    d.head.indexed = false;
    const auto id = lot_id::parse(text);
    std::shared_ptr<const kept_lot> lot;
    try {
        if (id) lot = co_await catalogue_.lot(*id, d.request.until);
    } catch (const std::exception& e) {
        log::warning("pages.lot_unreachable", "request", d.request.id, "error", e.what());
        d.status = 503;
    }
    if (d.status != 200) co_return;
    if (!lot) {
        d.missing();
        co_return;
    }
    d.answers.add("/lots/" + id->text(), *lot->answer.body);
    co_await d.answers.ask("/lots/" + id->text() + "/bids");
    if (d.request.who) co_await d.answers.ask("/lots/" + id->text() + "/mine");
    const auto tree = co_await categories(d);

    auto steps = crumbs_to(path_to(*tree, lot->category), l);
    steps.emplace_back(lot->title, "/lots/" + id->text());
    d.head.indexed = true;
    d.head.kind = "product";
    d.head.title = with_site_name(lot_title(*lot, l));
    d.head.description = lot_description(*lot, l);
    if (!lot->pictures.empty()) {
        d.head.image = lot->pictures.front();
        d.head.image_leads = true;
    }
    d.head.data.push_back(lot_data(d.head.origin, l, *id, *lot));
    d.head.data.push_back(crumb_data(d.head.origin, l, steps));
    d.body = lot_shell(*lot, l);
}

awaitable<http::reply> pages::robots(http::request& r) {
    http::reply text;
    text.content_type = "text/plain; charset=utf-8";
    text.body = robots_txt(origin_of(r));
    text.with("Cache-Control", "public, max-age=3600");
    co_return text;
}

awaitable<http::reply> pages::site_map(http::request& r) {
    const auto kept = co_await catalogue_.site_map(origin_of(r), r.until);
    http::reply xml;
    xml.content_type = "application/xml";
    xml.shared_body = kept->body;
    xml.with("Cache-Control", "public, max-age=600");
    co_return http::conditional(r, kept->etag, std::move(xml));
}

void add_pages(http::router& routes, pages& shown) {
    const http::route_options open{http::access::open};
    routes.add(http::method::get, "/robots.txt", open, [&shown](http::request& r) { return shown.robots(r); });
    routes.add(http::method::get, "/sitemap.xml", open, [&shown](http::request& r) { return shown.site_map(r); });
    routes.add_fallback(open, [&shown](http::request& r) { return shown.show(r); });
}

}  // namespace gavel::catalogue
