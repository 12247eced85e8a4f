// gavel-sim: the mailbox, the payment gateway, Google Drive, and the people of the demo.
#include "platform/runtime/life.hpp"
#include "platform/runtime/stop_signals.hpp"
#include "sim/demo/demo.hpp"
#include "sim/fondy/server.hpp"
#include "sim/google/server.hpp"
#include "sim/mailbox/server.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <iostream>
#include <semaphore>
#include <thread>

namespace {

constexpr auto stop_within = std::chrono::seconds(5);

struct outside_ports {
    std::uint16_t smtp = 0, http = 0, fondy = 0, google = 0;
    int fondy_speed = 1;
};

void run_outside_world(const outside_ports& wanted) {
    boost::asio::io_context io{1};
    gavel::runtime::life life;
    const gavel::runtime::stop_signals signals(io, life);
    gavel::sim::mailbox box(io, life, wanted.smtp, wanted.http);
    gavel::sim::fondy::simulator fondy(io, life, wanted.fondy, wanted.fondy_speed);
    gavel::sim::google::simulator google(io, life, wanted.google);
    boost::json::object ports;
    ports["smtp_port"] = box.smtp_port();
    ports["http_port"] = box.http_port();
    ports["fondy_port"] = fondy.port();
    ports["google_port"] = google.port();
    std::cout << boost::json::serialize(ports) << std::endl;
    // The signal handler goes on waiting for a second signal, so the run ends by being told to.
    std::binary_semaphore stop(0);
    life.on_stop([&stop] { stop.release(); });
    std::jthread loop([&io] { io.run(); });
    stop.acquire();
    life.wait_idle(gavel::runtime::within(stop_within));
    io.stop();
}

}  // namespace

int main(int count, char** words) {
    CLI::App app(
        "A mailbox that receives every letter and shows it, a payment gateway without money and a Google Drive in memory; prints its ports "
        "as one line of JSON. "
        "Never part of a real auction.");
    outside_ports ports;
    app.add_option("--smtp-port", ports.smtp, "Port for mail on the loopback address; 0 for a free one.");
    app.add_option("--http-port", ports.http, "Port of the pages; 0 for a free one.");
    app.add_option("--fondy-port", ports.fondy, "Port of the payment gateway; 0 for a free one.");
    app.add_option("--google-port", ports.google, "Port of Google Drive and its sign-in; 0 for a free one.");
    app.add_option("--fondy-speed", ports.fondy_speed, "How many times faster than ours the gateway's clock runs.")
        ->check(CLI::Range(1, 100'000));

    gavel::sim::demo_options demo;
    auto* play = app.add_subcommand("demo", "Fill a running Gavel with people and lots, then bid until stopped.");
    play->add_option("--api", demo.origin, "Address of gavel serve, as http://host:port.");
    play->add_option("--mailbox", demo.mailbox, "Address of the mailbox's pages.");
    play->add_option("--pg", demo.pg_url, "PostgreSQL of that Gavel, for prices and the wallets of those who promote their lots.");
    play->add_option("--pace-ms", demo.pace_ms, "Time between two looks of the bidders, on average.")->check(CLI::Range(100, 600'000));
    play->add_option("--lots", demo.lots, "Only so many lots of the book, of all its parts; each photo costs the server a second or two.")
        ->check(CLI::Range(1, 1000));
    play->add_flag("--load-only", demo.load_only, "Stop once everything is loaded.");
    app.require_subcommand(0, 1);
    CLI11_PARSE(app, count, words);
    try {
        if (play->parsed()) gavel::sim::run_demo(demo);
        else run_outside_world(ports);
        return 0;
    } catch (const boost::system::system_error& e) {
        std::cerr << "gavel-sim: ports " << ports.smtp << ", " << ports.http << ", " << ports.fondy << " and " << ports.google
                  << " cannot all be listened on: " << e.code().message() << '\n';
        return 1;
    } catch (const std::exception& e) {
        std::cerr << "gavel-sim: " << e.what() << '\n';
        return 1;
    }
}
