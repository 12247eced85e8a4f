// Which addresses belong to the open internet. Pure.
#pragma once
#include <boost/asio/ip/address.hpp>

namespace gavel::http_client {

// False for what leads to this machine, this network or nowhere: loopback, private, link-local, shared, multicast, reserved, documentation,
// and IPv4 hidden in IPv6.
bool is_public(const boost::asio::ip::address& where);

}  // namespace gavel::http_client
