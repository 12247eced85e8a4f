// Letters of this module.
#pragma once
#include "modules/mail/dispatcher.hpp"
#include "modules/newsletters/model.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gavel::newsletters {

// The letter names the wish only: its token is made when it leaves, so no table ever holds it.
mail::letter confirmation_letter(const subscription& wanted, std::int64_t wish);
// To a recipient; the text and the link come when it leaves.
mail::letter letter_of(campaign_id campaign, subscriber_id subscriber, std::string address, language lang, std::string message_key);
// To the operator who writes it.
mail::letter test_letter(const campaign_text& text, std::string address, campaign_id campaign, const mail::postman& carrier);

// What a reader will get, with links that lead nowhere.
mail::rendered_letter preview(const campaign_text& text, const mail::postman& carrier);

// What a link for unsubscribing is for. The campaign it came with is counted as the reason.
struct reader_link {
    subscriber_id subscriber;
    campaign_id campaign;
};
std::string sign_reader(const mail::link_key& key, const reader_link& link);  // "17.3.5b0f…", safe in an address
std::optional<reader_link> verify_reader(const mail::link_key& key, std::string_view token);

// Makes tokens, texts and links. `carrier` must outlive the dispatcher.
void complete_letters(mail::dispatcher& post, const mail::postman& carrier);

}  // namespace gavel::newsletters
