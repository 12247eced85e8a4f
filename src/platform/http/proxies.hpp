// Which neighbours may speak for a visitor (X-Forwarded-*), and what they said.
#pragma once
#include "platform/http/request.hpp"

#include <boost/asio/ip/address.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gavel::http {

class trusted_proxies {
public:
    // "10.0.0.0/8, 192.168.1.7, fd00::/8". Throws std::invalid_argument naming the entry that is not an address or network.
    explicit trusted_proxies(std::string_view list);

    bool contains(const boost::asio::ip::address& address) const;
    bool empty() const { return networks_.empty(); }

    // The visitor's address as told by the chain of X-Forwarded-For lines: the rightmost entry that is not a trusted proxy itself.
    // `peer` when there is none or the chain is malformed.
    std::string client_of(const request& r, const std::string& peer) const;

private:
    struct network {
        boost::asio::ip::address_v6::bytes_type bytes;  // v4 as mapped v6
        int prefix;
    };
    std::vector<network> networks_;
};

// v4-mapped v6 addresses become v4, so that one visitor has one name.
boost::asio::ip::address plain(const boost::asio::ip::address& address);

}  // namespace gavel::http
