//! The one place where randomness enters the server: its generator of tokens is seeded from the system at start.

use services::TokenGenerator;

/// # Errors
/// [`getrandom::Error`] when the system has none to give.
pub fn from_system() -> Result<TokenGenerator, getrandom::Error> {
    let mut seed = [0; 32];
    #[expect(
        clippy::disallowed_methods,
        reason = "the one seed; everything else takes the generator"
    )]
    getrandom::fill(&mut seed)?;
    Ok(TokenGenerator::new(seed))
}
