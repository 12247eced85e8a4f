// Every object of the store that a state of the database counts on, for whoever copies both.
#pragma once
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace gavel::media {

// As `tx` sees the database; in the order of their keys, originals first. Takes a page of rows at a time.
boost::asio::awaitable<void> list_objects(pg::transaction& tx, std::function<void(const std::string& key)> each);

// "image/avif"; what an object was stored with, from the end of its key.
std::string_view media_type_of_key(std::string_view key);

}  // namespace gavel::media
