#include "modules/newsletters/letters.hpp"

#include "base/random.hpp"
#include "modules/mail/link_key.hpp"
#include "modules/newsletters/repository_sending.hpp"
#include "modules/newsletters/repository_subscribers.hpp"

#include <charconv>
#include <chrono>
#include <memory>

namespace gavel::newsletters {
namespace {

constexpr std::string_view purpose = "newsletters";
constexpr std::chrono::seconds completion_time{10};

template <class Id>
Id id_of(const mail::letter& l, std::string_view value) {
    return Id::parse(l.values.at(std::string(value))).value();
}

std::string unsubscribe_url(const mail::postman& carrier, const std::string& token) {
    return carrier.settings().site_url + "/api/v1/newsletter/unsubscribe/" + token;
}

awaitable<std::optional<mail::letter_values>> complete_wish(const mail::postman& carrier, mail::letter l, pg::pool& pool) {
    const auto wish = id_of<id<struct wish_tag>>(l, "wish").value;
    auto token = random_token();
    auto tx = co_await pool.begin(runtime::within(completion_time));
    const bool waits = co_await is_wish(tx, wish);
    if (!waits) co_return std::nullopt;  // replaced, confirmed or too old
    add_wish_token(tx, wish, sha256(token));
    co_await tx.commit();
    mail::letter_values values;
    values["link"] = carrier.page_url(l.lang, "/newsletter/confirm?token=" + token);
    co_return values;
}

awaitable<std::optional<mail::letter_values>> complete_newsletter(const mail::postman& carrier, std::shared_ptr<mail::link_key> key,
                                                                  mail::letter l, pg::pool& pool) {
    reader_link link;
    link.campaign = id_of<campaign_id>(l, "campaign");
    link.subscriber = id_of<subscriber_id>(l, "subscriber");
    if (key->empty()) *key = co_await mail::read_link_key(pool, runtime::within(completion_time));
    auto text = co_await text_for(pool, runtime::within(completion_time), link.campaign, link.subscriber, l.lang);
    if (!text) co_return std::nullopt;  // they have left
    mail::letter_values values;
    values["subject"] = std::move(text->subject);
    values["body"] = std::move(text->body);
    values["unsubscribe_url"] = unsubscribe_url(carrier, sign_reader(*key, link));
    co_return values;
}

}  // namespace

mail::letter confirmation_letter(const subscription& wanted, std::int64_t wish) {
    mail::letter l("newsletter_confirm", wanted.lang, wanted.address);
    l.values["wish"] = std::to_string(wish);
    return l;
}

mail::letter letter_of(campaign_id campaign, subscriber_id subscriber, std::string address, language lang, std::string message_key) {
    mail::letter l("newsletter", lang, std::move(address));
    l.message_key = std::move(message_key);
    l.values["campaign"] = campaign.text();
    l.values["subscriber"] = subscriber.text();
    return l;
}

mail::letter test_letter(const campaign_text& text, std::string address, campaign_id campaign, const mail::postman& carrier) {
    mail::letter l("newsletter_test", text.lang, std::move(address));
    l.values["subject"] = text.subject;
    l.values["body"] = text.body;
    l.values["campaign_url"] = carrier.page_url(text.lang, "/newsletters/" + campaign.text());
    return l;
}

mail::rendered_letter preview(const campaign_text& text, const mail::postman& carrier) {
    mail::letter l("newsletter", text.lang, "");
    l.values["subject"] = text.subject;
    l.values["body"] = text.body;
    l.values["unsubscribe_url"] = unsubscribe_url(carrier, "0.0.0");
    return mail::render(l);
}

std::string sign_reader(const mail::link_key& key, const reader_link& link) {
    return mail::seal(key, purpose, link.subscriber.text() + "." + link.campaign.text());
}

std::optional<reader_link> verify_reader(const mail::link_key& key, std::string_view token) {
    const auto text = mail::unseal(key, purpose, token);
    if (!text) return std::nullopt;
    const auto dot = text->find('.');
    const auto subscriber = subscriber_id::parse(std::string_view(*text).substr(0, dot));
    const auto campaign = dot == std::string::npos ? std::nullopt : campaign_id::parse(std::string_view(*text).substr(dot + 1));
    if (!subscriber || !campaign) return std::nullopt;
    return reader_link{*subscriber, *campaign};
}

void complete_letters(mail::dispatcher& post, const mail::postman& carrier) {
    const auto key = std::make_shared<mail::link_key>();
    post.fill("newsletter_confirm", [&carrier](mail::letter l, pg::pool& pool) { return complete_wish(carrier, std::move(l), pool); });
    post.fill("newsletter",
              [&carrier, key](mail::letter l, pg::pool& pool) { return complete_newsletter(carrier, key, std::move(l), pool); });
}

}  // namespace gavel::newsletters
