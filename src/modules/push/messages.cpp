#include "modules/push/messages.hpp"

#include "base/text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace gavel::push {
namespace {

// Code points: with four bytes each and every quote escaped they still fit into a payload.
constexpr std::size_t title_max = 100, body_max = 300;

std::string shortened(const std::string& text, std::size_t max) {
    if (code_points(text) <= max) return text;
    return first_code_points(text, max - 1) + "…";
}

}  // namespace

std::string payload_of(const message& m) {
    boost::json::object o;
    o["title"] = shortened(m.title, title_max);
    o["body"] = shortened(m.body, body_max);
    o["url"] = m.url;
    o["tag"] = m.topic;
    return boost::json::serialize(o);
}

}  // namespace gavel::push
