#include "platform/http/message_parser.hpp"

#include "platform/http/ascii.hpp"
#include "platform/http/malformed.hpp"
#include "platform/http/problems.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/json/object.hpp>

#include <array>

namespace gavel::http {

namespace beast = boost::beast::http;
using boost::beast::error_code;

namespace {

// Given twice, these let two readers of one request see two different requests.
constexpr std::array single_headers{
    std::string_view{"Host"},          std::string_view{"Content-Length"},    std::string_view{"Content-Type"},
    std::string_view{"Cookie"},        std::string_view{"Authorization"},     std::string_view{"Idempotency-Key"},
    std::string_view{"Origin"},        std::string_view{"Transfer-Encoding"}, std::string_view{"Sec-Fetch-Site"},
    std::string_view{"Expect"},        std::string_view{"X-Request-Id"},      std::string_view{"X-Forwarded-Host"},
    std::string_view{"Last-Event-ID"}, std::string_view{"Content-Encoding"},
};

error as_problem(error_code failed) {
    switch (static_cast<beast::error>(failed.value())) {
        case beast::error::header_limit:
        case beast::error::buffer_overflow: return error(header_too_large);
        case beast::error::body_limit: return error(body_too_large);
        case beast::error::bad_method: return malformed("method", "The method is not a token");
        case beast::error::bad_target: return malformed("target", "The request target holds characters that must be encoded");
        case beast::error::bad_version: return malformed("version", "HTTP/1.1 or HTTP/1.0 is expected");
        case beast::error::bad_content_length:
        case beast::error::multiple_content_length: return malformed("Content-Length", "The length of the body is not clear");
        case beast::error::bad_transfer_encoding: return malformed("Transfer-Encoding", "The length of the body is not clear");
        case beast::error::bad_chunk:
        case beast::error::bad_chunk_extension: return malformed("body", "The chunked body is broken");
        default: return malformed("headers", "A header line is broken");
    }
}

}  // namespace

// All members have initial values again after `*this` is rebuilt by start(): a Beast parser reads one message.
class message_parser::grammar {
public:
    class machine final : public beast::basic_parser<true> {
    public:
        machine(request& into, const head_limits& limits, std::size_t& lines) : into_(into), limits_(limits), lines_(lines) {
            header_limit(static_cast<std::uint32_t>(limits.bytes_max));
            body_limit(boost::none);  // the route decides once the head is known
        }

        bool method_known = true, http_1_0 = false, expects_continue = false;
        std::uint64_t body_max = 0, body_bytes = 0;
        std::optional<error> fault;

    private:
        void on_request_impl(beast::verb verb, boost::beast::string_view, boost::beast::string_view target, int version,
                             error_code&) override {
            switch (verb) {
                case beast::verb::get: into_.method = method::get; break;
                case beast::verb::head: into_.method = method::head; break;
                case beast::verb::post: into_.method = method::post; break;
                case beast::verb::put: into_.method = method::put; break;
                case beast::verb::patch: into_.method = method::patch; break;
                case beast::verb::delete_: into_.method = method::del; break;
                default: method_known = false;
            }
            http_1_0 = version == 10;
            into_.target.assign(target.data(), target.size());
        }
        void on_response_impl(int, boost::beast::string_view, int, error_code&) override {}

        void on_field_impl(beast::field field, boost::beast::string_view name, boost::beast::string_view value,
                           error_code& failed) override {
            if (is_header_done()) return;  // trailers are read and forgotten
            if (++lines_ > limits_.lines_max) return fail(error(header_too_large), failed);
            const std::string_view known(name.data(), name.size()), text(value.data(), value.size());
            for (const auto single : single_headers)
                if (iequals(known, single) && into_.headers.find(single))
                    return fail(malformed(single, "The header is given twice"), failed);
            if (field == beast::field::transfer_encoding && (http_1_0 || !iequals(text, "chunked")))
                return fail(malformed("Transfer-Encoding", "Only chunked is understood, and only in HTTP/1.1"), failed);
            if (field == beast::field::expect) {
                if (!iequals(text, "100-continue")) return fail(malformed("Expect", "Only 100-continue is understood"), failed);
                expects_continue = !http_1_0;
            }
            into_.headers.add(known, text);
        }
        void on_header_impl(error_code&) override {}
        void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
        std::size_t on_body_impl(boost::beast::string_view part, error_code& failed) override { return keep(part, failed); }
        void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, error_code&) override {}
        std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view part, error_code& failed) override {
            return keep(part, failed);
        }
        void on_finish_impl(error_code&) override {}

        std::size_t keep(boost::beast::string_view part, error_code& failed) {
            body_bytes += part.size();  // not the size of into_.body: a streamed one is taken away piece by piece
            if (body_bytes > body_max) {
                fail(error(body_too_large), failed);
                return 0;
            }
            into_.body.append(part.data(), part.size());
            return part.size();
        }
        void fail(error why, error_code& failed) {
            fault.emplace(std::move(why));
            failed = beast::error::bad_value;
        }

        request& into_;
        const head_limits& limits_;
        std::size_t& lines_;
    };

    std::optional<machine> now;
    std::optional<error> fault;
    std::size_t head_bytes = 0, lines = 0;
};

message_parser::message_parser(head_limits limits) : limits_(limits), grammar_(std::make_unique<grammar>()) {}
message_parser::~message_parser() = default;

void message_parser::start(request& into) {
    into.headers.clear();
    into.body.clear();
    grammar_->fault.reset();
    grammar_->head_bytes = grammar_->lines = 0;
    grammar_->now.emplace(into, limits_, grammar_->lines);
}

std::size_t message_parser::put(std::string_view bytes) {
    auto& g = *grammar_;
    if (!g.now->got_some() && bytes.starts_with('\r'))
        return bytes.starts_with("\r\n") ? 2 : 0;  // empty line before a request (RFC 9112 §2.2)
    error_code failed;
    const bool in_head = !g.now->is_header_done();
    const auto used = g.now->put(boost::asio::const_buffer(bytes.data(), bytes.size()), failed);
    if (in_head) {
        // Beast's own limit counts from the last line it consumed.
        g.head_bytes += used;
        const auto waiting = g.now->is_header_done() ? 0 : bytes.size() - used;
        if (!failed || failed == beast::error::need_more)
            if (g.head_bytes + waiting > limits_.bytes_max) g.fault.emplace(header_too_large);
    }
    if (failed && failed != beast::error::need_more && !g.fault) {
        if (g.now->fault) g.fault = std::move(g.now->fault);
        else g.fault = as_problem(failed);
    }
    return used;
}

bool message_parser::head_done() const { return grammar_->now->is_header_done(); }
bool message_parser::done() const { return grammar_->now->is_done(); }
const std::optional<error>& message_parser::fault() const { return grammar_->fault; }
bool message_parser::http_1_0() const { return grammar_->now->http_1_0; }
bool message_parser::keep_alive() const { return grammar_->now->keep_alive(); }
bool message_parser::expects_continue() const { return grammar_->now->expects_continue; }
bool message_parser::method_known() const { return grammar_->now->method_known; }
bool message_parser::has_body() const { return !grammar_->now->is_done(); }

std::optional<std::uint64_t> message_parser::content_length() const {
    const auto length = grammar_->now->content_length();
    return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

void message_parser::limit_body(std::size_t bytes_max) {
    grammar_->now->body_max = bytes_max;
    if (!grammar_->now->is_done()) grammar_->now->eager(true);
}

void message_parser::refuse_body() { grammar_->fault.emplace(body_too_large); }

}  // namespace gavel::http
