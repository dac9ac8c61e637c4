//! The fake Stripe and PayPal as a program, for the browser suite and for a shop that is tried out by hand.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Parser;
use domain::{Clock, Timestamp};
use payments_fakes::{Options, PayPalFake, StripeFake};

/// Serves fakes of Stripe's and PayPal's APIs, with the pages where customers pay, on 127.0.0.1.
///
/// `POST /_control/{verb}` steers them; see the module `payments_fakes::control`.
#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 4242)]
    stripe_port: u16,
    #[arg(long, default_value_t = 4243)]
    paypal_port: u16,
    /// Where the shop takes webhooks, without the provider: `/stripe` and `/paypal` follow.
    #[arg(long, default_value = "http://127.0.0.1:3000/webhooks")]
    webhook_url: String,
    /// Holds webhooks until `/_control/deliver` sends them.
    #[arg(long)]
    hold: bool,
    /// Lets the clock stand at this time, as the shop's does (RFC 3339).
    #[arg(long)]
    clock: Option<String>,
}

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the time enters this program here")]
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

struct StillClock(Timestamp);

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("provider-fakes: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let clock: Arc<dyn Clock> = match &arguments.clock {
        Some(time) => Arc::new(StillClock(Timestamp::parse(time).map_err(|error| error.to_string())?)),
        None => Arc::new(SystemClock),
    };
    // A hundred ids a second from 2026 on, in 11 digits.
    let seconds = SystemClock.now().as_seconds() - 1_767_225_600;
    let first = u64::try_from(seconds).unwrap_or_default() * 100;
    let options = |port, provider: &str| Options {
        port,
        first,
        clock: clock.clone(),
        webhook_url: Some(format!("{}/{provider}", arguments.webhook_url.trim_end_matches('/'))),
        auto: !arguments.hold,
    };
    let taken = |port: u16| move |error: std::io::Error| format!("port {port}: {error}");
    let stripe = StripeFake::start(options(arguments.stripe_port, "stripe")).await;
    let stripe = stripe.map_err(taken(arguments.stripe_port))?.settings();
    let paypal = PayPalFake::start(options(arguments.paypal_port, "paypal")).await;
    let paypal = paypal.map_err(taken(arguments.paypal_port))?.settings();
    println!("STRIPE_API_URL={}", stripe.api_url);
    println!("STRIPE_SECRET_KEY={}", stripe.secret_key);
    println!("STRIPE_WEBHOOK_SECRET={}", stripe.webhook_secrets.join(","));
    println!("PAYPAL_API_URL={}", paypal.api_url);
    println!("PAYPAL_CLIENT_ID={}", paypal.client_id);
    println!("PAYPAL_CLIENT_SECRET={}", paypal.client_secret);
    println!("PAYPAL_WEBHOOK_ID={}", paypal.webhook_id);
    tokio::signal::ctrl_c().await.map_err(|error| error.to_string())
}
