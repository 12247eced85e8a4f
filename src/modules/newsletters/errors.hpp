// Refusals of this module.
#pragma once
#include "base/error.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>

#include <utility>

namespace gavel::newsletters {

inline constexpr problem subscription_link_invalid{
    "subscription-link-invalid",
    410,
    {"Це посилання вже використане або застаріло", "This link has been used or is too old", "Эта ссылка уже использована или устарела"}};
inline constexpr problem campaign_state_conflict{
    "campaign-state-conflict",
    409,
    {"У цьому стані розсилки так зробити не можна", "The newsletter is in a state in which this cannot be done",
     "В этом состоянии рассылки так сделать нельзя"}};
inline constexpr problem campaign_unwritten{
    "campaign-unwritten",
    422,
    {"Напишіть тему й текст хоча б однією мовою", "Write a subject and a text in one language at least",
     "Напишите тему и текст хотя бы на одном языке"}};
inline constexpr problem campaign_without_recipients{
    "campaign-without-recipients",
    422,
    {"За цими умовами немає жодного отримувача", "Nobody fits these conditions", "По этим условиям нет ни одного получателя"}};

inline std::unexpected<error> no_such_category() {
    boost::json::object fault{{"field", "category_ids"}, {"code", "not_allowed"}};
    return refuse(http::invalid_input, {{"errors", boost::json::array{std::move(fault)}}});
}

}  // namespace gavel::newsletters
