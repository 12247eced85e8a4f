#include "modules/mail/postman.hpp"

#include "base/random.hpp"
#include "platform/observe/log.hpp"

#include <boost/json/serialize.hpp>

#include <exception>

namespace gavel::mail {
namespace {

letter read_letter(const jobs::job& j) {
    const auto& payload = j.payload;
    letter l(std::string_view(payload.at("letter").as_string()),
             parse_language(std::string_view(payload.at("language").as_string())).value_or(default_language),
             std::string(payload.at("to").as_string()));
    for (const auto& member : payload.at("values").as_object())
        l.values[std::string(member.key())] = std::string(member.value().as_string());
    return l;
}

}  // namespace

postman::postman(options settings, runtime::worker_pool& workers)
    : options_(std::move(settings)),
      sender_(parse_sender(options_.from)),
      workers_(workers) {
    while (options_.site_url.ends_with('/')) options_.site_url.pop_back();
}

std::string postman::page_url(language lang, std::string_view path) const {
    auto url = options_.site_url;
    if (lang != default_language) url.append("/").append(to_string(lang));
    return url.append(path);
}

// The number alone would repeat after a restore into a new database; a piece of the content's hash tells such letters apart.
std::string postman::message_id(const jobs::job& j) const {
    const auto digest = hex(sha256(j.kind + boost::json::serialize(j.payload)));
    return "<" + std::to_string(j.id) + "." + digest.substr(0, 20) + sender_.address.substr(sender_.address.find('@')) + ">";
}

boost::asio::awaitable<void> postman::deliver(letter l, const jobs::job& j) {
    const auto content = render(l);
    smtp::message m;
    m.from_address = sender_.address;
    m.from_name = sender_.name;
    m.to_address = l.to;
    m.subject = content.subject;
    m.text = content.text;
    m.html = content.html;
    m.message_id = message_id(j);
    m.language = to_string(l.lang);
    std::string refusal;
    auto work = [&] {
        try {
            smtp::send(options_.smtp, m);
        } catch (const smtp::permanent_failure& failure) {
            refusal = failure.what();
        }
    };
    co_await workers_.run(std::ref(work));
    if (refusal.empty()) log::info("mail.sent", "job", j.id, "letter", l.name, "attempt", j.attempt);
    else log::warning("mail.refused", "job", j.id, "letter", l.name);
}

boost::asio::awaitable<void> postman::send_queued(jobs::job j) {
    auto l = read_letter(j);
    co_await deliver(std::move(l), j);
}

std::vector<jobs::registration> postman::registrations() {
    std::vector<jobs::registration> all;
    if (!open()) return all;
    jobs::registration send;
    send.kind = "mail.send";
    send.attempts_max = delivery_attempts_max;
    send.run = [this](jobs::job j, pg::pool&) { return send_queued(std::move(j)); };
    all.push_back(std::move(send));
    return all;
}

}  // namespace gavel::mail
