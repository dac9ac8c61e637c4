//! Everything that sells, put together from the settings.

use std::sync::Arc;

use domain::Clock;
use payments::Provider;
use payments::paypal::{self, PayPal};
use payments::stripe::{self, Stripe};
use services::mail::{self, MailFolder, Mailer, Outgoing};
use services::orders::{Parts, Settings};
use services::{
    Accounts, Carts, Catalogue, Checkout, CheckoutParts, Discounts, EmailContext, ExchangeRates, Hashing, InvoiceFonts,
    Jobs, Limiter, Orders, Releases, Sandbox, Signer, Taxes, TokenGenerator, tax,
};
use store::Store;

use crate::config::{Config, Environment};
use crate::state::{self, StateError};

/// The services around carts, accounts and orders.
#[derive(Clone)]
pub struct Services {
    pub signer: Signer,
    pub accounts: Accounts,
    pub carts: Carts,
    pub checkout: Checkout,
    pub orders: Orders,
    pub releases: Releases,
    pub mailer: Mailer,
    pub exchange_rates: ExchangeRates,
    /// The provider of development.
    pub sandbox: Option<Sandbox>,
}

impl Services {
    /// # Errors
    /// [`StateError`] where a provider's client or the storage cannot be set up.
    pub fn new(
        config: &Config,
        store: &Store,
        catalogue: &Catalogue,
        clock: &Arc<dyn Clock>,
        secrets: Arc<TokenGenerator>,
    ) -> Result<Self, StateError> {
        let signer = Signer::new(config.signing_secret());
        let sandbox = (config.environment == Environment::Development)
            .then(|| Sandbox::new(store.clone(), config.public_url.clone()));
        let releases = state::releases(config, store.clone(), clock.clone())?;
        let orders = Orders::new(Parts {
            store: store.clone(),
            clock: clock.clone(),
            secrets: secrets.clone(),
            signer: signer.clone(),
            releases: releases.clone(),
            settings: Settings {
                public_url: config.public_url.clone(),
                seller: config.seller.clone(),
                time_zone: config.invoicing.time_zone.clone(),
                seller_currency: config.invoicing.currency,
                fonts: InvoiceFonts::new(config.invoicing.fonts.clone()),
            },
            providers: providers(config, sandbox.as_ref(), clock)?,
        });
        let carts = Carts::new(
            store.clone(),
            catalogue.clone(),
            clock.clone(),
            secrets.clone(),
            Limiter::new(store.clone(), clock.clone(), signer.clone()),
        );
        let verifier = tax::verifier(config.vies_url.as_deref())?;
        let checkout = Checkout::new(CheckoutParts {
            store: store.clone(),
            clock: clock.clone(),
            secrets: secrets.clone(),
            catalogue: catalogue.clone(),
            carts: carts.clone(),
            taxes: Taxes::new(store.clone(), clock.clone(), verifier, config.seller.country),
            discounts: Discounts::new(store.clone()),
            orders: orders.clone(),
            home: config.seller.country,
        });
        Ok(Self {
            accounts: Accounts::new(store.clone(), clock.clone(), secrets, signer.clone(), Hashing::OWASP)
                .named(&[&config.seller.name]),
            signer,
            carts,
            checkout,
            orders,
            mailer: mailer(config, clock.clone()),
            exchange_rates: exchange_rates(config, store, clock),
            releases,
            sandbox,
        })
    }

    /// The handlers of all jobs.
    pub fn jobs(&self, store: Store, clock: Arc<dyn Clock>) -> Jobs {
        let letters = EmailContext::new(
            self.accounts.clone(),
            self.orders.clone(),
            self.mailer.public_url().to_owned(),
        );
        let jobs =
            Jobs::new(store, clock).on_with(mail::KIND, mail::POLICY, mail::handler(self.mailer.clone(), letters));
        let (accounts, orders) = (self.accounts.clone(), self.orders.clone());
        let jobs = self.exchange_rates.on_jobs(jobs);
        self.orders.on_jobs(jobs).on("claim_orders", move |job| {
            let (accounts, orders) = (accounts.clone(), orders.clone());
            async move { Ok(orders.claim_of(&accounts, &job.payload).await?) }
        })
    }
}

/// The ways to pay that are set up; in development the sandbox too.
fn providers(
    config: &Config,
    sandbox: Option<&Sandbox>,
    clock: &Arc<dyn Clock>,
) -> Result<Vec<Arc<dyn Provider>>, payments::Error> {
    let mut all: Vec<Arc<dyn Provider>> = Vec::new();
    if let Some(key) = &config.stripe.secret_key {
        let mut settings = stripe::Settings::new(key.reveal(), config.stripe.webhook_secrets());
        if let Some(url) = &config.stripe.api_url {
            settings.api_url.clone_from(url);
        }
        all.push(Arc::new(Stripe::new(settings)?));
    }
    if let (Some(id), Some(secret)) = (&config.paypal.client_id, &config.paypal.client_secret) {
        let webhook = config.paypal.webhook_id.clone().unwrap_or_default();
        let mut settings = paypal::Settings::new(id, secret.reveal(), webhook, &config.seller.name);
        if let Some(url) = &config.paypal.api_url {
            settings.api_url.clone_from(url);
        }
        all.push(Arc::new(PayPal::new(settings, clock.clone())?));
    }
    if let Some(sandbox) = sandbox {
        all.push(Arc::new(sandbox.clone()));
    }
    Ok(all)
}

/// The exchange rates, fetched where the settings say.
pub fn exchange_rates(config: &Config, store: &Store, clock: &Arc<dyn Clock>) -> ExchangeRates {
    ExchangeRates::new(
        store.clone(),
        clock.clone(),
        config.invoicing.exchange_rates_url.clone(),
    )
}

fn mailer(config: &Config, clock: Arc<dyn Clock>) -> Mailer {
    let outgoing = match &config.smtp_url {
        Some(server) => Outgoing::Smtp(server.clone()),
        None => Outgoing::Folder(MailFolder::new(&config.mail_dir)),
    };
    Mailer::new(outgoing, config.mail_from.clone(), config.public_url.clone(), clock)
}
