// Private to this folder: small things of the wire: encoded queries, members of JSON.
#pragma once
#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::google {

using pairs = std::vector<std::pair<std::string, std::string>>;

std::string encoded(const pairs& all);                                     // a=1&b=%20, for queries and forms
std::string escaped_text(std::string_view text);                           // inside '…' of a search
boost::json::object object_of(std::string_view json);                      // empty if it is none
std::string text_of(const boost::json::object& o, std::string_view name);  // empty if it is not there or not text
// A whole number, written as one or as text; nothing below zero.
std::uint64_t number_of(const boost::json::object& o, std::string_view name, std::uint64_t otherwise = 0);

}  // namespace gavel::google
